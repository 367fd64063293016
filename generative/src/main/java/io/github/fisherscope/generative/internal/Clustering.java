package io.github.fisherscope.generative.internal;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.commons.math3.ml.clustering.CentroidCluster;
import org.apache.commons.math3.ml.clustering.Cluster;
import org.apache.commons.math3.ml.clustering.Clusterable;
import org.apache.commons.math3.ml.clustering.DBSCANClusterer;
import org.apache.commons.math3.ml.clustering.KMeansPlusPlusClusterer;
import org.apache.commons.math3.ml.clustering.MultiKMeansPlusPlusClusterer;
import org.apache.commons.math3.ml.clustering.evaluation.ClusterEvaluator;
import org.apache.commons.math3.ml.distance.EuclideanDistance;
import org.apache.commons.math3.random.Well19937c;

/** Clusters of points, numbered by the first point that is in them. */
public final class Clustering {
    private static final int TRIALS = 10;
    private static final int ITERATIONS = 300;

    private Clustering() {}

    private static final class Indexed implements Clusterable {
        private final int index;
        private final double[] point;

        Indexed(int index, double[] point) {
            this.index = index;
            this.point = point;
        }

        @Override
        public double[] getPoint() {
            return point;
        }
    }

    /**
     * Returns the cluster of each point by k-means with k-means++ starts (Arthur and Vassilvitskii 2007), the best of ten.
     *
     * @param points two or more
     * @param clusters 1 to the number of points
     * @param seed of the starts
     */
    public static int[] kMeans(List<double[]> points, int clusters, long seed) {
        if (clusters == 1) {
            return new int[points.size()];
        }
        KMeansPlusPlusClusterer<Indexed> one = new KMeansPlusPlusClusterer<>(
                clusters,
                ITERATIONS,
                new EuclideanDistance(),
                new Well19937c(seed),
                KMeansPlusPlusClusterer.EmptyClusterStrategy.FARTHEST_POINT);
        List<CentroidCluster<Indexed>> found =
                new MultiKMeansPlusPlusClusterer<>(one, TRIALS, new SumOfSquares()).cluster(indexed(points));
        return numbered(points.size(), found);
    }

    /** What k-means makes small; the library's own choice among trials, the variance of the distances, is another number. */
    private static final class SumOfSquares extends ClusterEvaluator<Indexed> {
        @Override
        public double score(List<? extends Cluster<Indexed>> clusters) {
            double sum = 0;
            for (Cluster<Indexed> cluster : clusters) {
                Clusterable centre = centroidOf(cluster);
                for (Indexed member : cluster.getPoints()) {
                    double d = distance(member, centre);
                    sum += d * d;
                }
            }
            return sum;
        }
    }

    /** Returns the cluster of each point where points closer than {@code distance} hang together, in chains of any length. */
    public static int[] connected(List<double[]> points, double distance) {
        return numbered(points.size(), new DBSCANClusterer<Indexed>(distance, 0).cluster(indexed(points)));
    }

    private static List<Indexed> indexed(List<double[]> points) {
        List<Indexed> all = new ArrayList<>();
        for (double[] point : points) {
            all.add(new Indexed(all.size(), point));
        }
        return all;
    }

    private static int[] numbered(int points, List<? extends Cluster<Indexed>> clusters) {
        int[] of = new int[points];
        for (int c = 0; c < clusters.size(); c++) {
            for (Indexed member : clusters.get(c).getPoints()) {
                of[member.index] = c;
            }
        }
        int[] renumbered = new int[clusters.size()];
        Arrays.fill(renumbered, -1);
        int next = 0;
        for (int i = 0; i < points; i++) {
            if (renumbered[of[i]] < 0) {
                renumbered[of[i]] = next++;
            }
            of[i] = renumbered[of[i]];
        }
        return of;
    }
}
