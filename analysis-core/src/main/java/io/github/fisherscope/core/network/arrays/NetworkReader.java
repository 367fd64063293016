package io.github.fisherscope.core.network.arrays;

import java.nio.file.Path;

/** A file format that holds networks. */
interface NetworkReader {
    /**
     * Returns whether the file is of this format.
     *
     * @param name the file's name in lower case
     * @param start the first bytes of the file, at least six unless it is shorter
     */
    boolean recognises(String name, byte[] start);

    /**
     * Reads the network.
     *
     * @throws io.github.fisherscope.core.io.InputFileException if the file is damaged or its arrays do not make a network
     * @throws UndecidedNetworkException if the file and the options leave open what the network is
     */
    ReadNetwork read(Path file, ReadOptions options);
}
