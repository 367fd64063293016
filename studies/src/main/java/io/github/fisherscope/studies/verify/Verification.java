package io.github.fisherscope.studies.verify;

import io.github.fisherscope.core.check.InvalidArgumentException;
import io.github.fisherscope.core.check.Remedy;
import io.github.fisherscope.core.math.RealVector;
import io.github.fisherscope.meanfield.MeanFieldTheory;
import io.github.fisherscope.results.spectrum.ComparisonRow;
import io.github.fisherscope.results.spectrum.Statistic;
import io.github.fisherscope.results.spectrum.Verdict;
import io.github.fisherscope.results.verify.VerifyCase;
import io.github.fisherscope.results.verify.VerifyResult;
import io.github.fisherscope.studies.config.StudyConfig;
import io.github.fisherscope.studies.config.Theory;
import io.github.fisherscope.studies.measure.EnsemblePool;
import io.github.fisherscope.studies.spectrum.Ensemble;
import io.github.fisherscope.studies.spectrum.StudyListener;
import io.github.fisherscope.studies.verdict.Candidate;
import io.github.fisherscope.studies.verdict.ComparisonConfig;
import io.github.fisherscope.studies.verdict.TheoryComparison;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

/**
 * Measures random networks and says which statistics disagree with theory. The number of networks is fixed before the
 * first one is measured; nothing is repeated until it passes. Deterministic for a given configuration and backend.
 */
public final class Verification {
    private final VerifyConfig config;
    private final Theory theory;

    private Verification(VerifyConfig config, Theory theory) {
        this.config = Objects.requireNonNull(config, "config");
        this.theory = Objects.requireNonNull(theory, "theory");
    }

    public static Verification of(VerifyConfig config) {
        return new Verification(config, MeanFieldTheory::predict);
    }

    /** Returns the same verification of another theory, such as one known to be wrong. */
    public Verification withTheory(Theory other) {
        return new Verification(config, other);
    }

    /** What is decided before measuring. */
    private record Plan(Ensemble ensemble, List<Statistic> statistics, int networks) {}

    /**
     * Measures and compares.
     *
     * @throws IllegalArgumentException if theory makes no claim on a statistic asked for, or no number of networks would
     *     see the error asked for; nothing is measured then
     */
    public VerifyResult run(StudyListener listener) {
        long start = System.nanoTime();
        PowerPlan power = new PowerPlan(
                config.falseAlarm()
                        / config.cases().size()
                        / config.statistics().size(),
                config.miss());
        List<Plan> plans = new ArrayList<>();
        for (VerifyCase family : config.cases()) {
            plans.add(plan(family, power));
        }
        int total = plans.stream().mapToInt(Plan::networks).sum();
        AtomicInteger done = new AtomicInteger();
        List<List<Candidate>> candidates = new ArrayList<>();
        for (Plan plan : plans) {
            candidates.add(measure(plan, done, total, listener));
        }
        List<ComparisonRow> rows = TheoryComparison.of(
                        ComparisonConfig.defaults().withFamilyErrorRate(config.falseAlarm()))
                .compare(candidates.stream().flatMap(List::stream).toList());
        return new VerifyResult(config.terms(), results(plans, rows, power), (System.nanoTime() - start) * 1e-9);
    }

    private Plan plan(VerifyCase family, PowerPlan power) {
        Ensemble ensemble = ensemble(family);
        List<Statistic> statistics = config.statistics().stream()
                .map(s -> s == Statistic.TOP_MEAN && family.spec().outputs() == 1 ? Statistic.MAX : s)
                .distinct()
                .toList();
        int networks = 2;
        for (Statistic statistic : statistics) {
            Promise.of(ensemble, statistic, power, config.detect(), config.networks() == null)
                    .ifPresent(why -> refuse(family, statistic, power, why));
            if (config.networks() == null) {
                int enough = power.networks(
                        statistic.key(),
                        config.detect(),
                        ensemble.relativeScatter(statistic),
                        ensemble.relativeBias(statistic));
                networks = Math.max(networks, Math.max(enough, ensemble.fewestNetworks(statistic)));
            }
        }
        return new Plan(ensemble, statistics, config.networks() == null ? networks : config.networks());
    }

    private void refuse(VerifyCase family, Statistic statistic, PowerPlan power, String why) {
        String enough = Promise.from(
                        family,
                        larger -> Promise.of(
                                        ensemble(larger), statistic, power, config.detect(), config.networks() == null)
                                .isEmpty())
                .map("it can be from %s on; otherwise leave it out"::formatted)
                .orElse("leave it out");
        throw InvalidArgumentException.of(
                "statistics",
                statistic.key(),
                String.format(
                        Locale.ROOT,
                        "it cannot be verified for %s %s at T = %d: %s",
                        family.spec().activation().id(),
                        family.spec().widths(),
                        family.samples(),
                        why.endsWith(".") ? why.substring(0, why.length() - 1) : why),
                Remedy.of(enough).by("detect"));
    }

    private Ensemble ensemble(VerifyCase family) {
        return Ensemble.of(StudyConfig.random(family.spec(), family.samples())
                        .withSeed(config.seed())
                        .withExecution(config.execution()))
                .withTheory(theory);
    }

    private List<Candidate> measure(Plan plan, AtomicInteger done, int total, StudyListener listener) {
        Map<Integer, Map<Statistic, Double>> measured = new ConcurrentHashMap<>();
        List<Integer> indices = IntStream.range(0, plan.networks()).boxed().toList();
        EnsemblePool.of(config.execution(), plan.ensemble().bytes()).run(indices, (i, backend) -> {
            measured.put(i, plan.ensemble().measure(i, backend));
            synchronized (listener) {
                listener.onStage("measuring", done.incrementAndGet(), total);
            }
        });
        Map<Statistic, RealVector> byStatistic = new EnumMap<>(Statistic.class);
        for (Statistic statistic : plan.statistics()) {
            byStatistic.put(
                    statistic,
                    RealVector.of(indices.stream()
                            .mapToDouble(i -> value(measured, i, statistic))
                            .toArray()));
        }
        return plan.ensemble().candidates(byStatistic);
    }

    private static double value(Map<Integer, Map<Statistic, Double>> measured, int network, Statistic statistic) {
        Map<Statistic, Double> values = Objects.requireNonNull(measured.get(network));
        return Objects.requireNonNull(values.get(statistic), statistic.key());
    }

    private List<VerifyResult.CaseResult> results(List<Plan> plans, List<ComparisonRow> rows, PowerPlan power) {
        List<VerifyResult.CaseResult> results = new ArrayList<>();
        int next = 0;
        for (int i = 0; i < plans.size(); i++) {
            Plan plan = plans.get(i);
            List<VerifyResult.Row> own = new ArrayList<>();
            for (ComparisonRow row : rows.subList(next, next + plan.statistics().size())) {
                Statistic statistic = plan.statistics().stream()
                        .filter(s -> s.key().equals(row.statistic()))
                        .findFirst()
                        .orElseThrow();
                double detectable = power.detectable(
                        plan.networks(),
                        plan.ensemble().relativeScatter(statistic),
                        plan.ensemble().relativeBias(statistic));
                own.add(new VerifyResult.Row(detectable < 1 ? row : withoutAgreement(row), detectable));
            }
            next += own.size();
            results.add(new VerifyResult.CaseResult(config.cases().get(i), plan.networks(), own));
        }
        return results;
    }

    /** So few networks see no error that is smaller than the number itself: what they do not see is no agreement. */
    private static ComparisonRow withoutAgreement(ComparisonRow row) {
        return row.verdict() != Verdict.AGREES
                ? row
                : new ComparisonRow(
                        row.subject(),
                        row.measurement(),
                        row.prediction(),
                        Verdict.INFORMATIVE,
                        row.note() + " Not judged: so few networks see no error below 100 %; take more networks.");
    }
}
