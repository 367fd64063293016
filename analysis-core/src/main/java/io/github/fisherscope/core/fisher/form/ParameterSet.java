package io.github.fisherscope.core.fisher.form;

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

    /** Any indices, in the order of the block. */
    final class Indices implements ParameterSet {
        private final int[] indices;

        Indices(int[] indices) {
            this.indices = indices.clone();
        }

        @Override
        public int size() {
            return indices.length;
        }

        @Override
        public double[] gather(double[] v) {
            double[] part = new double[indices.length];
            for (int i = 0; i < part.length; i++) {
                part[i] = v[indices[i]];
            }
            return part;
        }

        @Override
        public void scatter(double[] part, double[] v) {
            for (int i = 0; i < part.length; i++) {
                v[indices[i]] = part[i];
            }
        }
    }
}
