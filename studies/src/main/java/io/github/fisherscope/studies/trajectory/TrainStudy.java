package io.github.fisherscope.studies.trajectory;

import io.github.fisherscope.core.backend.Backend;
import io.github.fisherscope.core.backend.BackendConfig;
import io.github.fisherscope.core.backend.Backends;
import io.github.fisherscope.core.check.InvalidArgumentException;
import io.github.fisherscope.core.linear.GraphNetwork;
import io.github.fisherscope.core.math.RealVector;
import io.github.fisherscope.core.training.Batches;
import io.github.fisherscope.core.training.Optimizer;
import io.github.fisherscope.core.training.Training;
import io.github.fisherscope.core.training.TrainingEnd;
import io.github.fisherscope.core.training.TrainingPoint;
import io.github.fisherscope.results.BuildInfo;
import io.github.fisherscope.results.trajectory.TrajectoryResult;
import io.github.fisherscope.results.trajectory.TrajectoryResult.Batch;
import io.github.fisherscope.results.trajectory.TrajectoryResult.Path;
import io.github.fisherscope.results.trajectory.TrajectoryResult.Rate;
import io.github.fisherscope.results.trajectory.TrajectoryResult.Setting;
import io.github.fisherscope.results.trajectory.TrajectoryResult.Snapshot;
import io.github.fisherscope.results.trajectory.TrajectoryResult.SpectrumNow;
import io.github.fisherscope.results.trajectory.TrajectoryResult.Trained;
import io.github.fisherscope.studies.assemble.NetworkDescription;
import io.github.fisherscope.studies.config.StudyConfig;
import io.github.fisherscope.studies.plan.TrainPlan;
import io.github.fisherscope.studies.spectrum.StudyListener;
import io.github.fisherscope.studies.trajectory.TrainSubject.HeldOut;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Trains a network and looks at its Fisher matrix on the way: at the start, every so many steps and at the end. Same
 * configuration, same numbers, also after it was killed and went on from a checkpoint.
 *
 * <p>Cost: that of the training, and for each record that of all eigenvalues of the dual matrix, 9 n³ flops, n = C·T.
 */
public final class TrainStudy {
    private final TrainConfig config;

    private TrainStudy(TrainConfig config) {
        this.config = Objects.requireNonNull(config, "config");
    }

    public static TrainStudy of(TrainConfig config) {
        return new TrainStudy(config);
    }

    /**
     * What a training left.
     *
     * @param result the trajectory
     * @param network the trained network
     */
    public record Outcome(TrajectoryResult result, GraphNetwork network) {}

    /**
     * Trains.
     *
     * @param backend stays open
     * @throws IllegalArgumentException if labels, rate or checkpoint do not fit
     */
    public Outcome run(StudyListener listener, Backend backend) {
        TrainSubject subject =
                TrainSubject.of(config.study(), config.loss(), config.watch().heldOut());
        Optimizer optimizer = config.optimizer()
                .withLearningRate(config.rate().relative() ? 1 : config.rate().value());
        try (Training training = new Training(
                subject.trained(), subject.data(), subject.loss(), optimizer, config.training(), backend)) {
            double loss = training.losses().get(0);
            if (!Double.isFinite(loss)) {
                throw InvalidArgumentException.of(
                        "divergence",
                        config.loss().divergence().name(),
                        "it is " + loss + " at the start, where outputs are far out",
                        "scale the last layer down, or take kl or js");
            }
            Watched watched = new Watched(subject, training, backend);
            watched.start();
            watched.run(listener);
            return new Outcome(watched.result(), subject.network().withParameters(RealVector.of(training.theta())));
        }
    }

    /**
     * Requires that the training fits into the study's memory, by the sizes alone.
     *
     * @throws io.github.fisherscope.studies.plan.MemoryLimitException if it does not
     */
    public void requireMemory() {
        StudyConfig study = config.study();
        Batches batches = config.training().batches();
        int samples = study.inputs().samples();
        TrainPlan.of(study)
                .requireFits(
                        config.optimizer(),
                        batches.full(samples) ? samples : batches.size(),
                        study.execution().memoryLimit());
    }

    /** Trains on the best backend there is, without progress: see {@link #run(StudyListener, Backend)}. */
    public Outcome run() {
        try (Backend backend = Backends.onClassPath().open(Backends.AUTO, BackendConfig.defaults())) {
            return run(StudyListener.silent(), backend);
        }
    }

    /** One training with everything that is kept beside it. */
    private final class Watched {
        private final TrainSubject subject;
        private final Training training;
        private final Backend backend;
        private final TrajectoryWatch watch;
        private final List<Snapshot> records = new ArrayList<>();
        private PredictionPath path;
        /** θ before the last step. */
        private double[] before;

        private @Nullable Setting setting;

        Watched(TrainSubject subject, Training training, Backend backend) {
            this.subject = subject;
            this.training = training;
            this.backend = backend;
            this.watch = new TrajectoryWatch(subject, config.watch().top(), backend);
            this.before = training.theta();
            this.path = new PredictionPath(
                    config.loss().likelihood(),
                    subject.trained().outputs(),
                    training.point().outputs());
        }

        void start() {
            if (config.rate().relative()) {
                follow();
            }
            setting = describe();
            Optional<TrainCheckpoint.Kept> kept = checkpoint().flatMap(c -> c.read(setting()));
            if (kept.isPresent()) {
                TrainCheckpoint.Kept k = kept.get();
                training.resume(k.state());
                path = PredictionPath.resume(
                        config.loss().likelihood(), subject.trained().outputs(), k.path());
                watch.resume(k.kernel());
                before = k.before().toArray();
                records.addAll(k.soFar().records());
            } else {
                record();
            }
        }

        private Setting setting() {
            return Objects.requireNonNull(setting, "setting");
        }

        private Optional<TrainCheckpoint> checkpoint() {
            return Optional.ofNullable(config.checkpoint()).map(TrainCheckpoint::new);
        }

        /** Takes the limit where the network is now. */
        private void follow() {
            TrainingPoint at = training.point();
            double largest = watch.largest(at, training.theta());
            double curvature = subject.loss().curvature(at.outputs());
            if (Double.isInfinite(curvature) && training.steps() > 0) {
                return;
            }
            StabilityLimit.requireFinite(curvature);
            training.setLearningRate(
                    config.rate().value() * StabilityLimit.of(training.optimizer(), at, largest) / curvature);
        }

        private @Nullable Double predictedBound() {
            Double largest = PredictedSharpness.of(config.study(), config.loss().likelihood());
            return largest == null
                    ? null
                    : (Double) (2
                            / (largest
                                    * subject.loss().curvature(training.point().outputs())));
        }

        private Setting describe() {
            Batches batches = config.training().batches();
            boolean full = batches.full(subject.data().samples());
            return new Setting(
                    NetworkDescription.of(
                            config.study().network(), config.study().seed()),
                    subject.info(),
                    config.loss().likelihood().id(),
                    training.optimizer().id(),
                    new Rate(
                            training.optimizer().learningRate(),
                            config.rate().fraction(),
                            config.rate().follow(),
                            predictedBound()),
                    new Batch(
                            full ? subject.data().samples() : batches.size(),
                            full ? "all" : batches.order().name().toLowerCase(Locale.ROOT)),
                    config.study().seed(),
                    new Trained(
                            config.loss().divergence().name(),
                            config.loss().smoothing(),
                            subject.loss().curvature()));
        }

        void run(StudyListener listener) {
            int every = config.watch().every();
            int total = config.training().steps();
            while (training.end().isEmpty()) {
                listener.onStage(
                        String.format(Locale.ROOT, "step %d of %d", training.steps() + 1, total),
                        training.steps(),
                        total);
                double[] from = training.theta();
                int made = training.steps();
                training.step();
                if (training.steps() == made) {
                    break;
                }
                before = from;
                path.to(training.point().outputs());
                int follow = config.rate().follow();
                if (follow > 0
                        && training.steps() % follow == 0
                        && training.end().isEmpty()) {
                    follow();
                }
                if (training.steps() % every == 0) {
                    record();
                    checkpoint().ifPresent(c -> c.write(kept()));
                }
            }
            if (records.get(records.size() - 1).step() != training.steps()) {
                record();
            }
            checkpoint().ifPresent(c -> c.write(kept()));
        }

        private TrainCheckpoint.Kept kept() {
            return new TrainCheckpoint.Kept(
                    training.state(), path.state(), watch.firstKernel(), RealVector.of(before), result());
        }

        private void record() {
            TrainingPoint at = training.point();
            double[] theta = training.theta();
            double norm = 0;
            double[] step = new double[theta.length];
            for (int i = 0; i < theta.length; i++) {
                step[i] = theta[i] - before[i];
                norm += step[i] * step[i];
            }
            SpectrumNow spectrum = watch.spectrum(at, theta);
            double distance = path.distance();
            records.add(new Snapshot(
                    training.steps(),
                    training.losses().get(training.steps()),
                    subject.heldOut().map(h -> heldOut(h, theta)).orElse(null),
                    watch.rate(training, spectrum.largest()),
                    spectrum,
                    watch.kernel(at),
                    new Path(
                            path.length(),
                            path.energy(),
                            distance,
                            distance > 0 ? path.length() / distance : null,
                            Math.sqrt(norm),
                            watch.fisherNorm(at, theta, step)),
                    SingularWatch.look(subject, theta)));
        }

        private double heldOut(HeldOut other, double[] theta) {
            try (TrainingPoint at = subject.trained().at(theta, other.data(), other.loss(), backend)) {
                return at.loss();
            }
        }

        TrajectoryResult result() {
            Optional<TrainingEnd> end = training.end();
            return new TrajectoryResult(
                    TrajectoryResult.SCHEMA,
                    BuildInfo.current().version(),
                    setting(),
                    training.losses(),
                    training.steps(),
                    end.isPresent() && end.get().failed(),
                    end.map(TrainingEnd::id).orElse("running"),
                    records);
        }
    }
}
