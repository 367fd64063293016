package io.github.fisherscope.formats.dl4j;

import io.github.fisherscope.core.io.InputFileException;
import io.github.fisherscope.core.io.RegularFile;
import io.github.fisherscope.formats.bytes.ZipContent;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.zip.ZipFile;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What a zip file of DL4J holds: the layers and their numbers. What stands beside them, such as the state of an updater, is
 * left alone.
 *
 * @param configuration of a {@code MultiLayerNetwork} or a {@code ComputationGraph}
 * @param coefficients of all layers
 */
record Dl4jFile(JsonNode configuration, Coefficients coefficients) {
    static final String REMEDY = "save it again with ModelSerializer.writeModel of DL4J 1.0.0";

    /**
     * Reads a file.
     *
     * @throws InputFileException if it is no zip file, or damaged
     * @throws Dl4jException if the coefficients are not what they say
     */
    static Dl4jFile read(Path file) {
        byte[] start = RegularFile.start(file, 2);
        if (start.length < 2 || start[0] != 'P' || start[1] != 'K') {
            throw InputFileException.of(file, "is no zip file, as DL4J writes", REMEDY);
        }
        try (ZipFile zip = new ZipFile(file.toFile())) {
            byte[] text = ZipContent.read(file, zip, "configuration.json", REMEDY);
            JsonNode configuration = JsonMapper.shared().readTree(new String(text, StandardCharsets.UTF_8));
            return new Dl4jFile(
                    configuration, Coefficients.read(ZipContent.read(file, zip, "coefficients.bin", REMEDY)));
        } catch (JacksonException e) {
            throw InputFileException.of(file, "has a configuration that is no JSON", REMEDY);
        } catch (IOException | IllegalArgumentException e) {
            throw InputFileException.unreadable(file, e);
        }
    }

    /** Returns the last word of the class that an object says it is. */
    static String className(JsonNode object) {
        String name = object.path("@class").asString("");
        return name.substring(name.lastIndexOf('.') + 1);
    }
}
