package io.github.fisherscope.studies.trajectory;

import io.github.fisherscope.core.backend.Backend;
import io.github.fisherscope.core.check.Args;
import io.github.fisherscope.core.training.Optimizer;
import io.github.fisherscope.core.training.Training;
import io.github.fisherscope.core.training.TrainingConfig;
import io.github.fisherscope.core.training.TrainingEnd;
import io.github.fisherscope.results.BuildInfo;
import io.github.fisherscope.results.trajectory.RatesResult;
import io.github.fisherscope.results.trajectory.RatesResult.Method;
import io.github.fisherscope.studies.assemble.NetworkDescription;
import io.github.fisherscope.studies.config.StudyConfig;
import io.github.fisherscope.studies.plan.TrainPlan;
import io.github.fisherscope.studies.spectrum.StudyListener;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Tries learning rates: for each method the largest one that trains, found by doubling and bisection, beside the limits that
 * λ_max sets. Rates that train need not form an interval; what is found is one that does, next to one that does not.
 *
 * <p>Cost: some ten trainings for each method. Deterministic.
 *
 * @param study network, inputs and seed
 * @param loss what is trained
 * @param methods their own rates are where the search begins if a method has no limit at the start
 * @param steps steps of each training, by all samples
 */
public record RatesStudy(StudyConfig study, TrainLoss loss, List<Optimizer> methods, int steps) {
    /** Doublings in each direction. */
    private static final int DOUBLINGS = 20;

    /** Ratio of the rates between which bisection ends. */
    private static final double CLOSE = 1.02;

    public RatesStudy {
        Objects.requireNonNull(study, "study");
        Objects.requireNonNull(loss, "loss");
        methods = List.copyOf(methods);
        Args.require(!methods.isEmpty(), "there is no method; give at least one");
        Args.requireInRange("steps", steps, 1, 1 << 24);
    }

    /**
     * Requires that every training fits into the study's memory, by the sizes alone.
     *
     * @throws io.github.fisherscope.studies.plan.MemoryLimitException if one does not
     */
    public void requireMemory() {
        TrainPlan plan = TrainPlan.of(study);
        int samples = study.inputs().samples();
        methods.forEach(
                method -> plan.requireFits(method, samples, study.execution().memoryLimit()));
    }

    /**
     * Tries the rates of all methods.
     *
     * @param backend stays open
     * @throws IllegalArgumentException if labels do not fit
     */
    public RatesResult run(StudyListener listener, Backend backend) {
        TrainSubject subject = TrainSubject.of(study, loss, 0);
        Double predicted = PredictedSharpness.of(study, loss.likelihood());
        double largest;
        double curvature;
        try (Training start = training(subject, methods.get(0), backend)) {
            largest = watch(subject, backend).largest(start.point(), start.theta());
            curvature = subject.loss().curvature(start.point().outputs());
        }
        List<Method> rows = new ArrayList<>();
        for (Optimizer method : methods) {
            listener.onStage(method.id(), rows.size(), methods.size());
            rows.add(new Search(subject, method, backend).run(largest, predicted, curvature));
        }
        return new RatesResult(
                RatesResult.SCHEMA,
                BuildInfo.current().version(),
                new RatesResult.Setting(
                        NetworkDescription.of(study.network(), study.seed()),
                        subject.info(),
                        loss.likelihood().id(),
                        loss.divergence().name(),
                        steps,
                        study.seed()),
                largest,
                predicted,
                rows);
    }

    private static TrajectoryWatch watch(TrainSubject subject, Backend backend) {
        return new TrajectoryWatch(subject, 1, backend);
    }

    private Training training(TrainSubject subject, Optimizer method, Backend backend) {
        return new Training(
                subject.trained(),
                subject.data(),
                subject.loss(),
                method,
                TrainingConfig.defaults().withSteps(steps),
                backend);
    }

    /** The search for the rates of one method. */
    private final class Search {
        private final TrainSubject subject;
        private final Optimizer method;
        private final Backend backend;
        private int trainings;
        private @Nullable Double best;
        private @Nullable Double worst;

        Search(TrainSubject subject, Optimizer method, Backend backend) {
            this.subject = subject;
            this.method = method;
            this.backend = backend;
        }

        Method run(double largest, @Nullable Double predictedLargest, double curvature) {
            Double limit = largest > 0 ? known(limitAtStart(largest) / curvature) : null;
            Double predicted =
                    predictedLargest == null ? null : known(method.stabilityLimit(predictedLargest) / curvature);
            bracket(limit == null ? method.learningRate() : limit);
            bisect();
            Double trained = best;
            if (trained == null) {
                return new Method(name(), predicted, limit, null, worst, null, null, trainings);
            }
            try (Training training = training(subject, method.withLearningRate(trained), backend)) {
                double first = training.point().loss();
                toEnd(training);
                double now = watch(subject, backend).largest(training.point(), training.theta());
                Double end =
                        now > 0 ? watch(subject, backend).rate(training, now).limit() : null;
                return new Method(
                        name(),
                        predicted,
                        limit,
                        trained,
                        worst,
                        end,
                        training.point().loss() / first,
                        trainings);
            }
        }

        /** Returns the method's name without its rate. */
        private String name() {
            double mark = Math.PI;
            return Arrays.stream(method.withLearningRate(mark).id().split(":"))
                    .filter(part -> !part.equals(Double.toString(mark)))
                    .collect(Collectors.joining(":"));
        }

        private double limitAtStart(double largest) {
            try (Training start = training(subject, method, backend)) {
                return watch(subject, backend).limit(start, largest);
            }
        }

        private void bracket(double start) {
            boolean up = trains(start);
            double rate = start;
            for (int i = 0; i < DOUBLINGS && (best == null || worst == null); i++) {
                rate = up ? 2 * rate : rate / 2;
                trains(rate);
            }
        }

        private void bisect() {
            while (best != null && worst != null && worst / best > CLOSE) {
                trains(Math.sqrt(best * worst));
            }
        }

        private boolean trains(double rate) {
            trainings++;
            try (Training training = training(subject, method.withLearningRate(rate), backend)) {
                double first = training.point().loss();
                toEnd(training);
                boolean well = training.end().filter(TrainingEnd::failed).isEmpty()
                        && training.point().loss() < first;
                if (well) {
                    best = rate;
                } else {
                    worst = rate;
                }
                return well;
            }
        }
    }

    private static void toEnd(Training training) {
        while (training.end().isEmpty()) {
            training.step();
        }
    }

    private static @Nullable Double known(double value) {
        return Double.isFinite(value) ? value : null;
    }
}
