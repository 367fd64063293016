package io.github.fisherscope.formats.keras;

import io.github.fisherscope.formats.model.StoredTensor;
import io.jhdf.api.Group;
import io.jhdf.api.Node;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Variables of {@code .keras} files: {@code layers/conv2d_1/vars/0}, the layers called by their classes.
 *
 * @param hdf reads
 * @param root the group of a model
 * @param prefix of names of variables
 */
record PlacedVariables(Hdf5 hdf, Group root, String prefix) implements LayerVariables {
    @Override
    public List<StoredTensor> of(String name, String place) {
        List<StoredTensor> found = new ArrayList<>();
        Group layer = layer(name, place);
        if (layer == null) {
            return found;
        }
        if (layer.getChildren().get("vars") instanceof Group vars) {
            for (int i = 0; vars.getChildren().containsKey(String.valueOf(i)); i++) {
                Node node = vars.getChild(String.valueOf(i));
                found.add(hdf.tensor(node, prefix + name + "/" + i));
            }
        }
        return found;
    }

    private @Nullable Group layer(String name, String place) {
        for (String folder : List.of("layers", "_layer_checkpoint_dependencies")) {
            for (String called : List.of(place, name)) {
                if (Hdf5.at(root, folder + "/" + called) instanceof Group group) {
                    return group;
                }
            }
        }
        return null;
    }

    @Override
    public LayerVariables inside(String name, String place) {
        Group layer = layer(name, place);
        if (layer == null) {
            throw new KerasException("lacks the weights of the model '" + name + "'");
        }
        return new PlacedVariables(hdf, layer, prefix + name + "/");
    }
}
