package io.github.fisherscope.studies.verify;

import io.github.fisherscope.core.check.Args;
import io.github.fisherscope.core.network.Activation;
import io.github.fisherscope.core.network.NetworkSpec;
import io.github.fisherscope.results.spectrum.Statistic;
import io.github.fisherscope.results.verify.VerifyCase;
import io.github.fisherscope.results.verify.VerifyTerms;
import io.github.fisherscope.studies.config.Execution;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What is verified; every instance is valid.
 *
 * @param cases families of networks
 * @param statistics what is compared in each
 * @param falseAlarm probability, at most, that anything is said to disagree although theory is right within its stated
 *     finite-width error
 * @param detect relative error of a prediction that must not slip through
 * @param miss probability, at most, that it does
 * @param networks N per case, null to choose the smallest N with that power
 * @param seed of all networks
 * @param execution on what it runs
 */
public record VerifyConfig(
        List<VerifyCase> cases,
        List<Statistic> statistics,
        double falseAlarm,
        double detect,
        double miss,
        @Nullable Integer networks,
        long seed,
        Execution execution) {

    public VerifyConfig {
        cases = List.copyOf(cases);
        statistics = List.copyOf(statistics);
        Args.require(!cases.isEmpty(), "cases is empty; give at least one family of networks");
        Args.require(!statistics.isEmpty(), "statistics is empty; give at least one, such as mean");
        Args.requireThat(
                statistics.stream().distinct().count() == statistics.size(),
                "statistics",
                statistics.stream().map(Statistic::key).toList(),
                "name each one once");
        Args.requireThat(
                falseAlarm > 0 && falseAlarm < 0.5, "falseAlarm", falseAlarm, "it must lie strictly between 0 and 0.5");
        Args.requireThat(detect > 0 && detect < 1, "detect", detect, "it must lie strictly between 0 and 1");
        Args.requireThat(miss > 0 && miss < 1, "miss", miss, "it must lie strictly between 0 and 1");
        if (networks != null) {
            Args.requireInRange("networks", networks, 2, 1_000_000);
        }
        Objects.requireNonNull(execution, "execution");
    }

    /**
     * Returns the suite: tanh, ReLU and linear networks of width 500 with 2 outputs at 100 samples; mean, second moment,
     * outliers and bulk; false alarms 1 in 1000, errors of 10 % missed 1 time in 100, seed 1.
     */
    public static VerifyConfig suite() {
        return new VerifyConfig(
                List.of(suiteCase("tanh", 3, 0.64), suiteCase("relu", 2, 0.1), suiteCase("identity", 1, 0.1)),
                List.of(Statistic.MEAN, Statistic.SECOND_MOMENT, Statistic.TOP_MEAN, Statistic.BULK),
                1e-3,
                0.1,
                0.01,
                null,
                1,
                Execution.defaults());
    }

    private static VerifyCase suiteCase(String activation, double weightVariance, double biasVariance) {
        return new VerifyCase(
                NetworkSpec.of(Activation.parse(activation), weightVariance, biasVariance, 500, 500, 500, 2), 100);
    }

    public VerifyConfig withCases(List<VerifyCase> value) {
        return new VerifyConfig(value, statistics, falseAlarm, detect, miss, networks, seed, execution);
    }

    public VerifyConfig withStatistics(List<Statistic> value) {
        return new VerifyConfig(cases, value, falseAlarm, detect, miss, networks, seed, execution);
    }

    public VerifyConfig withFalseAlarm(double value) {
        return new VerifyConfig(cases, statistics, value, detect, miss, networks, seed, execution);
    }

    /** Returns the same with another power: errors of {@code error} are missed with probability {@code missed} at most. */
    public VerifyConfig withPower(double error, double missed) {
        return new VerifyConfig(cases, statistics, falseAlarm, error, missed, networks, seed, execution);
    }

    public VerifyConfig withNetworks(@Nullable Integer value) {
        return new VerifyConfig(cases, statistics, falseAlarm, detect, miss, value, seed, execution);
    }

    public VerifyConfig withSeed(long value) {
        return new VerifyConfig(cases, statistics, falseAlarm, detect, miss, networks, value, execution);
    }

    public VerifyConfig withExecution(Execution value) {
        return new VerifyConfig(cases, statistics, falseAlarm, detect, miss, networks, seed, value);
    }

    /** Returns what a verification with this configuration promises. */
    public VerifyTerms terms() {
        return new VerifyTerms(falseAlarm, detect, miss, seed);
    }
}
