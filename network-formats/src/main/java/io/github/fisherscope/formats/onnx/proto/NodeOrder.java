package io.github.fisherscope.formats.onnx.proto;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Set;

/**
 * Puts nodes into an order in which each takes what earlier ones make. ONNX demands that of files, and some programs do not keep
 * to it; a file that does keeps its order. Cost: O(n log n) for n nodes and their inputs.
 */
final class NodeOrder {
    private final List<OnnxNode> nodes;
    private final Map<String, Integer> makers = new HashMap<>();
    private final Map<Integer, List<Integer>> takers = new HashMap<>();
    private final int[] missing;

    private NodeOrder(List<OnnxNode> nodes) {
        this.nodes = nodes;
        this.missing = new int[nodes.size()];
    }

    /**
     * Returns the nodes in order.
     *
     * @param given names of what no node makes
     * @throws DamagedMessageException if two nodes make the same value, nothing makes one, or nodes take each other's in a
     *     circle
     */
    static List<OnnxNode> of(List<OnnxNode> nodes, Set<String> given) {
        NodeOrder order = new NodeOrder(nodes);
        order.findMakers(given);
        order.findTakers(given);
        return order.sorted();
    }

    private void findMakers(Set<String> given) {
        Set<String> taken = new HashSet<>(given);
        for (int i = 0; i < nodes.size(); i++) {
            for (String output : nodes.get(i).outputs()) {
                if (!output.isEmpty() && !taken.add(output)) {
                    throw new DamagedMessageException("two nodes make '" + output + "'");
                }
                makers.put(output, i);
            }
        }
    }

    private void findTakers(Set<String> given) {
        for (int i = 0; i < nodes.size(); i++) {
            for (String input : nodes.get(i).inputs()) {
                if (input.isEmpty() || given.contains(input)) {
                    continue;
                }
                Integer maker = makers.get(input);
                if (maker == null) {
                    throw new DamagedMessageException(
                            "node '" + nodes.get(i).name() + "' takes '" + input + "', which nothing makes");
                }
                takers.computeIfAbsent(maker, k -> new ArrayList<>()).add(i);
                missing[i]++;
            }
        }
    }

    /** Takes the first node of the file of those that have all inputs, again and again. */
    private List<OnnxNode> sorted() {
        PriorityQueue<Integer> ready = new PriorityQueue<>();
        for (int i = 0; i < missing.length; i++) {
            if (missing[i] == 0) {
                ready.add(i);
            }
        }
        List<OnnxNode> sorted = new ArrayList<>(nodes.size());
        for (Integer next = ready.poll(); next != null; next = ready.poll()) {
            sorted.add(nodes.get(next));
            for (int taker : takers.getOrDefault(next, List.of())) {
                missing[taker]--;
                if (missing[taker] == 0) {
                    ready.add(taker);
                }
            }
        }
        if (sorted.size() < nodes.size()) {
            throw new DamagedMessageException("what node '" + firstInCircle() + "' takes depends on what it makes");
        }
        return sorted;
    }

    /** Follows makers backwards from a node that never had all inputs, until one comes again. */
    private String firstInCircle() {
        int node = 0;
        while (missing[node] == 0) {
            node++;
        }
        Set<Integer> seen = new HashSet<>();
        while (seen.add(node)) {
            for (String input : nodes.get(node).inputs()) {
                Integer maker = makers.get(input);
                if (maker != null && missing[maker] > 0) {
                    node = maker;
                    break;
                }
            }
        }
        return nodes.get(node).name();
    }
}
