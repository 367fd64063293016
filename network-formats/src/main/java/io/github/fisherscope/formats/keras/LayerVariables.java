package io.github.fisherscope.formats.keras;

import io.github.fisherscope.formats.model.StoredTensor;
import java.util.List;

/** Where the numbers of layers stand in a file. */
interface LayerVariables {
    /**
     * Returns a layer's variables in the order in which Keras lists them.
     *
     * @param name of the layer
     * @param place what the format of Keras 3 calls it: its class with a number, such as {@code conv2d_1}
     */
    List<StoredTensor> of(String name, String place);

    /** Returns the variables inside a layer that is a model itself. */
    LayerVariables inside(String name, String place);
}
