package io.github.fisherscope.studies.trajectory;

import io.github.fisherscope.core.linear.GraphNetwork;
import java.util.List;
import java.util.function.Function;

/** Networks in their order, read one at a time. */
public interface NetworkSeries {
    /** Returns the names of all networks, at least one. */
    List<String> names();

    /** Reads the network of a name. */
    GraphNetwork read(String name);

    /** Returns what tells whether a name still means the same network, such as the digest of its file. */
    String digest(String name);

    /**
     * Returns a series of networks that stay what they are.
     *
     * @param names at least one
     * @param read gives the network of a name
     */
    static NetworkSeries of(List<String> names, Function<String, GraphNetwork> read) {
        return of(names, read, name -> name);
    }

    /** Returns a series of networks that may change between two runs, as {@code digest} tells. */
    static NetworkSeries of(List<String> names, Function<String, GraphNetwork> read, Function<String, String> digest) {
        List<String> all = List.copyOf(names);
        return new NetworkSeries() {
            @Override
            public List<String> names() {
                return all;
            }

            @Override
            public GraphNetwork read(String name) {
                return read.apply(name);
            }

            @Override
            public String digest(String name) {
                return digest.apply(name);
            }
        };
    }
}
