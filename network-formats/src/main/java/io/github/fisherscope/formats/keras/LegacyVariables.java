package io.github.fisherscope.formats.keras;

import io.github.fisherscope.formats.model.StoredTensor;
import io.jhdf.api.Group;
import io.jhdf.api.Node;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Variables of {@code .h5} files: a group for each layer, whose attribute {@code weight_names} lists them.
 *
 * @param hdf reads
 * @param root the group of all layers
 */
record LegacyVariables(Hdf5 hdf, Group root) implements LayerVariables {
    @Override
    public List<StoredTensor> of(String name, String place) {
        return List.copyOf(all(name).values());
    }

    /** Returns a layer's variables by the names that the file has for them, in its order. */
    private Map<String, StoredTensor> all(String name) {
        if (!(root.getChildren().get(name) instanceof Group layer)) {
            return Map.of();
        }
        Map<String, StoredTensor> found = new LinkedHashMap<>();
        for (String weight : hdf.texts(layer, "weight_names")) {
            Node node = Hdf5.at(layer, weight);
            if (node == null) {
                throw new KerasException("lists the weight '" + weight + "' of layer '" + name + "' and lacks it");
            }
            String own = weight.substring(weight.lastIndexOf('/') + 1).replaceAll(":\\d+$", "");
            String unique = found.containsKey(weight) ? weight + "#" + found.size() : weight;
            found.put(unique, hdf.tensor(node, name + "/" + own));
        }
        return found;
    }

    /** The layer of a model inside lists all variables of its layers, with their layers' names in the paths. */
    @Override
    public LayerVariables inside(String name, String place) {
        Map<String, List<StoredTensor>> layers = new TreeMap<>();
        all(name).forEach((path, tensor) -> {
            String[] parts = path.split("/", -1);
            String layer = parts.length > 1 ? parts[parts.length - 2] : "";
            String own = tensor.name().substring(tensor.name().lastIndexOf('/') + 1);
            layers.computeIfAbsent(layer, k -> new ArrayList<>())
                    .add(new StoredTensor(name + "/" + layer + "/" + own, tensor.dimensions(), tensor.values()));
        });
        return new Grouped(layers);
    }

    /**
     * Variables that were read already.
     *
     * @param layers by the names of their layers
     */
    private record Grouped(Map<String, List<StoredTensor>> layers) implements LayerVariables {
        @Override
        public List<StoredTensor> of(String name, String place) {
            return layers.getOrDefault(name, List.of());
        }

        @Override
        public LayerVariables inside(String name, String place) {
            return this;
        }
    }
}
