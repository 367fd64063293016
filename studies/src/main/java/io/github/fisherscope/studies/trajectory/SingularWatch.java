package io.github.fisherscope.studies.trajectory;

import io.github.fisherscope.core.geometry.CriticalSet;
import io.github.fisherscope.core.geometry.ReducedHessian;
import io.github.fisherscope.core.linear.FullyConnected;
import io.github.fisherscope.core.linear.GraphNetwork;
import io.github.fisherscope.core.math.RealVector;
import io.github.fisherscope.core.network.NeuralNetwork;
import io.github.fisherscope.results.trajectory.TrajectoryResult.SingularNow;
import org.jspecify.annotations.Nullable;

/** Notices when a training passes near parameters at which a unit is superfluous and the Fisher matrix singular. */
final class SingularWatch {
    private SingularWatch() {}

    /**
     * Returns the nearest set if it is near, or null; and null for networks of other layers than dense ones.
     *
     * @param theta the parameters now
     */
    static @Nullable SingularNow look(TrainSubject subject, double[] theta) {
        GraphNetwork now = subject.network().withParameters(RealVector.of(theta));
        if (!FullyConnected.recognize(now.graph()).covers()) {
            return null;
        }
        NeuralNetwork network = FullyConnected.network(now);
        return CriticalSet.nearest(network).stream()
                .filter(CriticalSet::near)
                .findFirst()
                .map(set -> new SingularNow(set.words(), set.distance(), set.relative(), beside(subject, network, set)))
                .orElse(null);
    }

    private static @Nullable String beside(TrainSubject subject, NeuralNetwork network, CriticalSet set) {
        boolean pair = set.kind() == CriticalSet.Kind.EQUAL || set.kind() == CriticalSet.Kind.OPPOSITE;
        if (!pair || !ReducedHessian.defined(network)) {
            return null;
        }
        return ReducedHessian.beside(network, set, subject.data(), subject.loss()::summedGradient)
                .behaviour()
                .words();
    }
}
