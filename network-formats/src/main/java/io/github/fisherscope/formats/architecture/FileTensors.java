package io.github.fisherscope.formats.architecture;

import io.github.fisherscope.core.graph.Shape;
import io.github.fisherscope.formats.model.ImportOptions;
import io.github.fisherscope.formats.model.StoredTensor;
import io.github.fisherscope.formats.model.TensorFile;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import tools.jackson.databind.JsonNode;

/** The tensors of a file, with those marked that layers use. */
final class FileTensors implements TensorSupply {
    private final TensorFile tensors;
    private final ImportOptions options;
    private final Set<String> used = new HashSet<>();
    private final Set<String> frozen = new TreeSet<>();

    FileTensors(TensorFile tensors, ImportOptions options) {
        this.tensors = tensors;
        this.options = options;
    }

    @Override
    public boolean drawn() {
        return false;
    }

    @Override
    public Optional<StoredTensor> find(String name) {
        Optional<StoredTensor> found = Optional.ofNullable(tensors.tensors().get(name));
        found.ifPresent(t -> DenseChain.requireNumbers(tensors, t));
        found.ifPresent(t -> used.add(t.name()));
        return found;
    }

    @Override
    public boolean isParameter(String name) {
        if (options.isParameter(name)) {
            return true;
        }
        frozen.add(name);
        return false;
    }

    @Override
    public void want(String place, Wanted wanted) {
        StoredTensor found = tensors.tensors().get(wanted.name());
        if (found != null && !found.dimensions().equals(wanted.dimensions())) {
            throw new ArchitectureException(place + " says sizes by which '" + wanted.name() + "' has the shape "
                    + new Shape(wanted.dimensions()) + ", and the file has " + found.dimensions());
        }
    }

    /** Returns a note for each tensor that the options made a constant. */
    List<String> notes() {
        return frozen.stream()
                .map(n -> "'" + n + "' is frozen: its numbers are constants")
                .toList();
    }

    void requireAllUsed(JsonNode ignore) {
        List<String> patterns = new ArrayList<>();
        ignore.forEach(n -> patterns.add(n.asString("")));
        ImportOptions ignored = ImportOptions.defaults().withFreeze(patterns);
        List<String> left = tensors.tensors().keySet().stream()
                .filter(name -> !used.contains(name) && ignored.isParameter(name))
                .toList();
        if (!left.isEmpty()) {
            throw new ArchitectureException("no layer uses " + left.size() + " tensors of the file: "
                    + String.join(", ", left.subList(0, Math.min(8, left.size()))) + (left.size() > 8 ? ", …" : "")
                    + "; name those that belong to no layer in \"ignore\"");
        }
    }
}
