package io.github.fisherscope.core.fisher.form;

/**
 * The parameters of a diagonal block: one run of indices and possibly one index more (a unit's weights and its bias).
 *
 * @param first first index of the run
 * @param count length of the run
 * @param last the index after the run's end in the block, or −1
 */
record ParameterSet(int first, int count, int last) {
    int size() {
        return last < 0 ? count : count + 1;
    }

    double[] gather(double[] v) {
        double[] part = new double[size()];
        System.arraycopy(v, first, part, 0, count);
        if (last >= 0) {
            part[count] = v[last];
        }
        return part;
    }

    void scatter(double[] part, double[] v) {
        System.arraycopy(part, 0, v, first, count);
        if (last >= 0) {
            v[last] = part[count];
        }
    }
}
