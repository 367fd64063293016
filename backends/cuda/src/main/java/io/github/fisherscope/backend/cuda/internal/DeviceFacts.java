package io.github.fisherscope.backend.cuda.internal;

import java.util.Locale;

/**
 * What was found on the machine.
 *
 * @param name the GPU's name
 * @param major first number of its compute capability
 * @param minor second number of its compute capability
 * @param driver CUDA version that the driver supports, such as 13.0
 * @param libraries libraries and their versions, in words
 */
record DeviceFacts(String name, int major, int minor, String driver, String libraries) {
    String description() {
        return String.format(
                Locale.ROOT, "%s (compute capability %d.%d, driver for CUDA %s)", name, major, minor, driver);
    }
}
