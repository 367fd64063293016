package io.github.fisherscope.studies.trajectory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.fisherscope.core.data.Dataset;
import io.github.fisherscope.core.linear.FullyConnected;
import io.github.fisherscope.core.linear.GraphNetwork;
import io.github.fisherscope.core.math.RealVector;
import io.github.fisherscope.core.network.Activation;
import io.github.fisherscope.core.network.NetworkSpec;
import io.github.fisherscope.core.network.NeuralNetwork;
import io.github.fisherscope.core.random.RandomInputs;
import io.github.fisherscope.core.random.RandomNetworkGenerator;
import io.github.fisherscope.core.training.GradientDescent;
import io.github.fisherscope.core.training.Loss;
import io.github.fisherscope.results.trajectory.TrajectoryResult;
import io.github.fisherscope.results.trajectory.TrajectoryResult.SingularNow;
import io.github.fisherscope.results.trajectory.TrajectoryResult.Snapshot;
import io.github.fisherscope.studies.config.NetworkSource;
import io.github.fisherscope.studies.config.StudyConfig;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** Trainings that pass near singular sets. */
class SingularWatchTest {
    private static final NetworkSpec FAMILY = NetworkSpec.of(new Activation.Tanh(), 1, 0.25, 2, 2, 1);

    private static double[] nearlyEqual(double apart) {
        return new double[] {0.5, -0.3, 0.5 + apart, -0.3, 0.2, 0.2, 0.7, 0.4, 0.1};
    }

    private static TrainSubject subject(double[] theta) {
        NeuralNetwork network = RandomNetworkGenerator.of(FAMILY, 1).network(0).withParameterVector(theta);
        Dataset data = RandomInputs.of(2).standardNormal(0, 30, 2);
        double[] y = new double[30];
        for (int t = 0; t < y.length; t++) {
            y[t] = Math.sin(data.get(t, 0));
        }
        return TrainSubject.of(
                new GraphNetwork(FullyConnected.graph(network), RealVector.of(theta)),
                data,
                Loss.squaredError(RealVector.of(y), 1));
    }

    @Test
    void aNearPairIsNamedWithWhatTheLossDoesThere() {
        SingularNow near = Objects.requireNonNull(SingularWatch.look(subject(nearlyEqual(0.01)), nearlyEqual(0.01)));
        assertThat(near.words()).isEqualTo("units 1 and 2 of layer 1 equal");
        assertThat(near.distance()).isCloseTo(0.01 / Math.sqrt(2), within(1e-15));
        assertThat(near.beside()).startsWith("the loss ");
    }

    @Test
    void farFromAllSetsThereIsNothing() {
        double[] theta = {0.5, -0.3, 0.1, 0.8, 0.2, -0.2, 0.7, 0.4, 0.1};
        assertThat(SingularWatch.look(subject(theta), theta)).isNull();
    }

    /** Gradient descent that starts near the set leaves it; the records say where it was near. */
    @Test
    void aTrainingNotesTheRecordsThatAreNear() {
        TrainSubject at = subject(nearlyEqual(0.002));
        NetworkSource near = new NetworkSource.Given(
                FullyConnected.network(at.network()), "net.npz", "00", FAMILY, NetworkSource.AsIfRandom.NO, null);
        StudyConfig study = StudyConfig.random(FAMILY, 30).withNetwork(near);
        TrainConfig config = TrainConfig.of(study, new GradientDescent(0.1), LearningRate.of(0.1), 4);
        TrajectoryResult result = TrainStudy.of(config).run().result();
        assertThat(result.records()).extracting(Snapshot::singular).doesNotContainNull();
    }
}
