package io.github.fisherscope.spectra.density;

/** Wasserstein-1 distance of two quadratures: the area between their cumulative step functions. */
final class StepDistance {
    private StepDistance() {}

    static double between(Quadrature a, Quadrature b) {
        int i = 0;
        int j = 0;
        double difference = 0;
        double area = 0;
        double x = Math.min(a.nodes().get(0), b.nodes().get(0));
        while (i < a.nodes().size() || j < b.nodes().size()) {
            double nextA = i < a.nodes().size() ? a.nodes().get(i) : Double.POSITIVE_INFINITY;
            double nextB = j < b.nodes().size() ? b.nodes().get(j) : Double.POSITIVE_INFINITY;
            double next = Math.min(nextA, nextB);
            area += Math.abs(difference) * (next - x);
            x = next;
            if (nextA <= nextB) {
                difference += a.weights().get(i++);
            } else {
                difference -= b.weights().get(j++);
            }
        }
        return area;
    }
}
