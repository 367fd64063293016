package io.github.fisherscope.formats.onnx;

import java.util.List;
import java.util.stream.Collectors;

/** What is said of all nodes that cannot be read, in one line. */
final class Refusals {
    private static final int MOST = 6;

    private Refusals() {}

    static String together(List<String> refusals) {
        String first = refusals.stream().limit(MOST).collect(Collectors.joining("; "));
        return refusals.size() > MOST ? first + "; and " + (refusals.size() - MOST) + " more nodes" : first;
    }
}
