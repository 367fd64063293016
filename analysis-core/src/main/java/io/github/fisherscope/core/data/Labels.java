package io.github.fisherscope.core.data;

import io.github.fisherscope.core.check.Args;
import io.github.fisherscope.core.math.RealVector;
import java.util.Arrays;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What is known about the desired outputs of the samples. Immutable. */
public sealed interface Labels {
    /** The number of samples that are labelled; 0 if none is. */
    int size();

    /** Returns the labels of the first {@code count} samples. */
    Labels first(int count);

    /**
     * Returns the labels of samples {@code from} to {@code to} (exclusive), which name classes if all of them do, out of as
     * many; none if there are none.
     */
    Labels range(int from, int to);

    /** No labels. */
    static Labels none() {
        return new None();
    }

    /** Nothing is known. */
    record None() implements Labels {
        @Override
        public int size() {
            return 0;
        }

        @Override
        public Labels first(int count) {
            return this;
        }

        @Override
        public Labels range(int from, int to) {
            return this;
        }
    }

    /** One class out of K for every sample, counted from 0. */
    final class Classes implements Labels {
        private final int[] indices;
        private final int classes;
        private final int smallest;

        private Classes(int[] indices, int classes, int smallest) {
            this.indices = indices;
            this.classes = classes;
            this.smallest = smallest;
        }

        /**
         * Returns class labels.
         *
         * @param classes K ≥ 1
         * @param indices one class in [0, K) per sample
         */
        public static Classes of(int classes, int... indices) {
            Args.requireInRange("classes", classes, 1, Integer.MAX_VALUE);
            for (int t = 0; t < indices.length; t++) {
                Args.require(
                        indices[t] >= 0 && indices[t] < classes,
                        "label of sample %d (from 0) is %d; with %d classes it must lie between 0 and %d",
                        t,
                        indices[t],
                        classes,
                        classes - 1);
            }
            return new Classes(
                    indices.clone(), classes, Arrays.stream(indices).min().orElse(0));
        }

        /** Returns the class of sample {@code t}. */
        public int get(int t) {
            return indices[Objects.checkIndex(t, indices.length)];
        }

        /** Returns K; for labels of a file, the largest label in the whole of it plus 1. */
        public int classes() {
            return classes;
        }

        /**
         * Returns the same labels out of {@code newClasses} classes, as a network with that many outputs needs them.
         *
         * @throws IllegalArgumentException naming sample and label if one lies outside
         */
        public Classes withClasses(int newClasses) {
            return of(newClasses, indices);
        }

        /** Returns the smallest label; for labels of a file, of the whole of it. */
        public int smallest() {
            return smallest;
        }

        @Override
        public int size() {
            return indices.length;
        }

        @Override
        public Classes first(int count) {
            return new Classes(
                    Arrays.copyOf(indices, Objects.checkIndex(count, indices.length + 1)), classes, smallest);
        }

        @Override
        public Classes range(int from, int to) {
            Objects.checkFromToIndex(from, to, indices.length);
            return new Classes(Arrays.copyOfRange(indices, from, to), classes, smallest);
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Classes c && classes == c.classes && Arrays.equals(indices, c.indices);
        }

        @Override
        public int hashCode() {
            return 31 * Arrays.hashCode(indices) + classes;
        }

        @Override
        public String toString() {
            return "Classes[samples=" + indices.length + ", classes=" + classes + "]";
        }
    }

    /**
     * A vector of real outputs for every sample.
     *
     * @param values T × C numbers, sample by sample
     * @param outputs C ≥ 1
     * @param whole what all targets of the file say of classes, where these are the first of them; null where these are all
     */
    record Targets(RealVector values, int outputs, @Nullable Whole whole) implements Labels {
        private static final int MOST_CLASSES = 1_000_000;

        /**
         * What a whole file says of classes.
         *
         * @param classes the class of every sample, or null if it does not name classes
         */
        public record Whole(@Nullable Classes classes) {}

        public Targets(RealVector values, int outputs) {
            this(values, outputs, null);
        }

        public Targets {
            Args.requireInRange("outputs", outputs, 1, Integer.MAX_VALUE);
            Args.requireSame(
                    "number of target values modulo outputs", values.size() % outputs, 0, "give every sample C values");
            for (int i = 0; i < values.size(); i++) {
                Args.require(
                        Double.isFinite(values.get(i)),
                        "target %d of sample %d (both from 0) is %s; it must be finite",
                        i % outputs,
                        i / outputs,
                        values.get(i));
            }
        }

        /** Returns output {@code k} of sample {@code t}. */
        public double get(int t, int k) {
            return values.get(t * outputs + Objects.checkIndex(k, outputs));
        }

        @Override
        public int size() {
            return values.size() / outputs;
        }

        /**
         * Returns the classes that the targets name, if they do: every sample has one whole number that is not negative, or
         * a single 1 among zeros at the place of its class. The first targets of a file name classes if all of them do, and the
         * largest and smallest class are those of the whole file.
         */
        public Optional<Classes> asClasses() {
            if (whole != null) {
                return Optional.ofNullable(whole.classes()).map(c -> c.first(size()));
            }
            int[] indices = new int[size()];
            int largest = outputs - 1;
            for (int t = 0; t < indices.length; t++) {
                int index = outputs == 1 ? whole(get(t, 0)) : onlyOne(t);
                if (index < 0) {
                    return Optional.empty();
                }
                indices[t] = index;
                largest = Math.max(largest, index);
            }
            return Optional.of(Classes.of(largest + 1, indices));
        }

        private static int whole(double value) {
            return value >= 0 && value < MOST_CLASSES && value == Math.rint(value) ? (int) value : -1;
        }

        private int onlyOne(int t) {
            int found = -1;
            for (int k = 0; k < outputs; k++) {
                double value = get(t, k);
                if (value == 1 && found < 0) {
                    found = k;
                } else if (value != 0) {
                    return -1;
                }
            }
            return found;
        }

        @Override
        public Targets first(int count) {
            Whole all = count == size()
                    ? whole
                    : whole == null ? new Whole(asClasses().orElse(null)) : whole;
            return new Targets(values.slice(0, count * outputs), outputs, all);
        }

        @Override
        public Targets range(int from, int to) {
            Classes classes = asClasses().map(all -> all.range(from, to)).orElse(null);
            return new Targets(values.slice(from * outputs, to * outputs), outputs, new Whole(classes));
        }
    }
}
