package io.github.fisherscope.meanfield.gaussian;

import java.util.Arrays;
import java.util.function.DoubleUnaryOperator;
import org.jspecify.annotations.Nullable;

/** A smooth vector-valued function of two variables on a rectangle, by Chebyshev interpolation, of which a side may be a point. */
final class Patch {
    /** Largest difference to the function at points between the nodes, relative to the scales of its values. */
    private static final double AGREEMENT = 1e-12;

    private static final double[] TESTED = {0.035, 0.655, 0.885};

    private final Axis first;
    private final Axis second;
    private final double[][] values;

    private Patch(Axis first, Axis second, double[][] values) {
        this.first = first;
        this.second = second;
        this.values = values;
    }

    /** The function. */
    interface Function {
        double[] at(double x, double y);
    }

    /** One side: nodes that are almost those of Chebyshev, and the weights of the barycentric formula at them. */
    static final class Axis {
        private final double low;
        private final double high;
        private final double[] nodes;
        private final double[] barycentric;

        private Axis(double low, double high, double... nodes) {
            this.low = low;
            this.high = high;
            this.nodes = nodes;
            this.barycentric = new double[nodes.length];
            for (int i = 0; i < nodes.length; i++) {
                double product = 1;
                for (int k = 0; k < nodes.length; k++) {
                    product *= k == i ? 1 : 4 * (nodes[i] - nodes[k]) / (high - low);
                }
                barycentric[i] = 1 / product;
            }
        }

        /** Returns a side that is a point; what lies within {@code slack} of it counts as on it. */
        static Axis point(double at, double slack) {
            return new Axis(at - slack, at + slack, at);
        }

        /** Returns the side of a length from {@code from} on, backwards if it is negative. */
        static Axis of(double from, double length, int size) {
            double[] nodes = new double[size];
            for (int i = 0; i < size; i++) {
                nodes[i] = from + length / 2 * (1 - StrictMath.cos((i + 0.5) * Math.PI / size));
            }
            double slack = 1e-12 * Math.abs(length);
            return new Axis(Math.min(from, from + length) - slack, Math.max(from, from + length) + slack, nodes);
        }

        /** Returns the side with its nodes moved to where arguments can be represented. */
        Axis moved(DoubleUnaryOperator representable) {
            return new Axis(low, high, Arrays.stream(nodes).map(representable).toArray());
        }

        int size() {
            return nodes.length;
        }

        double node(int i) {
            return nodes[i];
        }

        boolean contains(double x) {
            return x >= low && x <= high;
        }

        double between(double share) {
            return nodes.length == 1 ? nodes[0] : low + share * (high - low);
        }

        /** Returns the weights with which the values at the nodes count at x. */
        double[] weights(double x) {
            double[] weights = new double[nodes.length];
            double sum = 0;
            for (int i = 0; i < nodes.length; i++) {
                double distance = x - nodes[i];
                if (nodes.length == 1 || distance == 0) {
                    double[] one = new double[nodes.length];
                    one[i] = 1;
                    return one;
                }
                weights[i] = barycentric[i] / distance;
                sum += weights[i];
            }
            for (int i = 0; i < nodes.length; i++) {
                weights[i] /= sum;
            }
            return weights;
        }
    }

    /** Returns the patch, or null if the function is not what it says between the nodes. */
    static @Nullable Patch of(Axis first, Axis second, Function function) {
        double[][] values = new double[first.size() * second.size()][];
        for (int i = 0; i < first.size(); i++) {
            for (int j = 0; j < second.size(); j++) {
                values[i * second.size() + j] = function.at(first.node(i), second.node(j));
            }
        }
        Patch patch = new Patch(first, second, values);
        for (double share : TESTED) {
            double x = first.between(share);
            double y = second.between(1 - share);
            if (!agrees(function.at(x, y), patch.at(x, y))) {
                return null;
            }
        }
        return patch;
    }

    boolean contains(double x, double y) {
        return first.contains(x) && second.contains(y);
    }

    double[] at(double x, double y) {
        double[] p = first.weights(x);
        double[] q = second.weights(y);
        double[] sums = new double[values[0].length];
        for (int i = 0; i < p.length; i++) {
            for (int j = 0; j < q.length; j++) {
                double weight = p[i] * q[j];
                double[] value = values[i * q.length + j];
                for (int k = 0; k < sums.length; k++) {
                    sums[k] += weight * value[k];
                }
            }
        }
        return sums;
    }

    /** The first half of what the function gives are values, the second their scales. */
    private static boolean agrees(double[] expected, double[] found) {
        int count = expected.length / 2;
        for (int k = 0; k < count; k++) {
            if (!(Math.abs(expected[k] - found[k]) <= AGREEMENT * expected[count + k])) {
                return false;
            }
        }
        return true;
    }
}
