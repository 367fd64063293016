package io.github.fisherscope.core.fisher.form;

import java.util.Arrays;

/** The parameters of a diagonal block, by their indices in θ. */
sealed interface ParameterSet {
    /** Returns their number. */
    int size();

    /** Returns the entries of a vector like θ that belong to the block. */
    double[] gather(double[] v);

    /** Writes the block's entries to their places in a vector like θ. */
    void scatter(double[] part, double[] v);

    /**
     * One run of indices and possibly one index more (a unit's weights and its bias).
     *
     * @param first first index of the run
     * @param count length of the run
     * @param last the index after the run's end in the block, or −1
     */
    record Run(int first, int count, int last) implements ParameterSet {
        @Override
        public int size() {
            return last < 0 ? count : count + 1;
        }

        @Override
        public double[] gather(double[] v) {
            double[] part = new double[size()];
            System.arraycopy(v, first, part, 0, count);
            if (last >= 0) {
                part[count] = v[last];
            }
            return part;
        }

        @Override
        public void scatter(double[] part, double[] v) {
            System.arraycopy(part, 0, v, first, count);
            if (last >= 0) {
                v[last] = part[count];
            }
        }
    }

    /** Any indices, in the order of the block; those that follow one another are kept as one run. */
    final class Indices implements ParameterSet {
        private final int[] starts;
        /** Where each run begins in the block, and the size of the block. */
        private final int[] places;

        Indices(int[] indices) {
            int[] first = new int[indices.length];
            int[] place = new int[indices.length + 1];
            int runs = 0;
            for (int i = 0; i < indices.length; i++) {
                if (i == 0 || indices[i] != indices[i - 1] + 1) {
                    first[runs] = indices[i];
                    place[runs++] = i;
                }
            }
            place[runs] = indices.length;
            this.starts = Arrays.copyOf(first, runs);
            this.places = Arrays.copyOf(place, runs + 1);
        }

        /** Returns the number of runs. */
        int runs() {
            return starts.length;
        }

        @Override
        public int size() {
            return places[starts.length];
        }

        @Override
        public double[] gather(double[] v) {
            double[] part = new double[size()];
            for (int r = 0; r < starts.length; r++) {
                System.arraycopy(v, starts[r], part, places[r], places[r + 1] - places[r]);
            }
            return part;
        }

        @Override
        public void scatter(double[] part, double[] v) {
            for (int r = 0; r < starts.length; r++) {
                System.arraycopy(part, places[r], v, starts[r], places[r + 1] - places[r]);
            }
        }
    }
}
