package io.github.fisherscope.cli;

import io.github.fisherscope.studies.config.StudyConfig;
import java.util.Optional;

/**
 * What is known of a study before anything but headers is read.
 *
 * @param config random networks at random inputs, as large as what was asked for
 * @param bytes of numbers that live while files are read
 */
record SizedStudy(Optional<StudyConfig> config, long bytes) {}
