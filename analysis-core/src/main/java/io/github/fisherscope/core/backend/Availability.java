package io.github.fisherscope.core.backend;

/** Whether an installed backend can run on this machine. */
public sealed interface Availability {
    /**
     * It can.
     *
     * @param library library and version found
     * @param device processor or accelerator found
     */
    record Ready(String library, String device) implements Availability {}

    /**
     * It cannot.
     *
     * @param reason what was found, in words
     * @param remedy what the user can do about it
     */
    record Unusable(String reason, String remedy) implements Availability {}
}
