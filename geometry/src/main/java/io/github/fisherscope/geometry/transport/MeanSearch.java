package io.github.fisherscope.geometry.transport;

/** The way to a mean: λ falls from the range of the costs, halved each time, with projections and Newton steps at each. */
final class MeanSearch {
    /** Projections between two attempts with Newton steps. */
    private static final int WINDOW = 10;

    /** Error at which an intermediate λ is left for the next. */
    private static final double COARSE = 1e-7;

    /** Steps towards a mean of S_λ without halving what is left, after which there is no more to gain. */
    private static final int PATIENCE = 30;

    /** Error of a column sum for each state and for each λ in the range of the costs. */
    private static final double ROUNDING = 1e-15;

    private final int limit;
    private final double target;
    private final double lambda;
    private final double rounding;
    private MeanPotentials now;
    private double error;
    private int iterations;

    MeanSearch(MeanPotentials start, double range, double lambda, Barycentres.Limits limits) {
        this.lambda = lambda;
        now = start;
        limit = limits.maxIterations();
        rounding = ROUNDING * (start.n + range / lambda);
        target = Math.max(rounding, limits.tolerance() / 2 * (start.debiased ? Math.min(1, range / lambda) : 1));
        error = start.error();
    }

    void run() {
        MeanPotentials earlier = now;
        while (true) {
            reduceTo(now.lambda > lambda ? Math.max(COARSE, target) : target);
            if (now.lambda <= lambda) {
                return;
            }
            MeanPotentials here = now;
            double next = Math.max(lambda, here.lambda / 2);
            now = here.at(next, earlier);
            if (now.debiased) {
                // where a state has just come back, the line from the earlier potentials leads astray
                MeanPotentials same = here.at(next, here);
                now = same.outer() < now.outer() ? same : now;
            }
            earlier = here;
        }
    }

    private void reduceTo(double goal) {
        now = settled(now, goal / 4);
        error = now.error();
        double best = Double.POSITIVE_INFINITY;
        int idle = 0;
        while (now.debiased && (error > goal || now.slopes() > goal) && iterations < limit && idle < PATIENCE) {
            MeanPotentials lifted = now.lifted(goal);
            now = lifted == now ? now : settled(lifted, goal / 4);
            now = MeanNewton.outer(now, x -> settled(x, goal / 4));
            iterations++;
            error = now.error();
            double reached = Math.max(error, now.slopes());
            idle = reached < best / 2 ? 0 : idle + 1;
            best = Math.min(best, reached);
        }
    }

    /** Makes the column sums equal, by projections and by Newton steps where those do not suffice. */
    private MeanPotentials settled(MeanPotentials start, double goal) {
        MeanPotentials here = start;
        double spread = Double.POSITIVE_INFINITY;
        while (spread > goal && iterations < limit) {
            double before = spread;
            for (int k = 0; k < WINDOW && spread > goal && iterations < limit; k++) {
                here = here.projected();
                spread = here.spread();
                iterations++;
            }
            boolean stepped = false;
            while (spread > goal && iterations < limit) {
                MeanPotentials next = MeanNewton.inner(here);
                iterations++;
                if (next == here) {
                    break;
                }
                stepped = true;
                here = next;
                spread = here.spread();
            }
            if (!stepped && spread >= before) {
                return here;
            }
        }
        return here;
    }

    MeanPotentials potentials() {
        return now;
    }

    int iterations() {
        return iterations;
    }
}
