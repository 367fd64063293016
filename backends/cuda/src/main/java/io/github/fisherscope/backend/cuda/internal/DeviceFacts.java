package io.github.fisherscope.backend.cuda.internal;

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
        return "%s (compute capability %d.%d, driver for CUDA %s)".formatted(name, major, minor, driver);
    }
}
