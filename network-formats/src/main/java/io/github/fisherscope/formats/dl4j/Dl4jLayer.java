package io.github.fisherscope.formats.dl4j;

/** Adds a layer of one class to a graph. */
interface Dl4jLayer {
    /**
     * Adds the layer.
     *
     * @param in number of the part that it takes, a tensor as DL4J has it with one sample
     * @return number of the part that it makes
     */
    int of(Dl4jCall call, int in);
}
