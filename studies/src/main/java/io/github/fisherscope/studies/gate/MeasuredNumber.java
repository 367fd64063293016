package io.github.fisherscope.studies.gate;

import io.github.fisherscope.core.check.InvalidArgumentException;
import io.github.fisherscope.results.spectrum.ComparisonRow;
import io.github.fisherscope.results.spectrum.DistributionInfo;
import io.github.fisherscope.results.spectrum.SpectrumResult;
import io.github.fisherscope.results.spectrum.Statistic;
import java.util.Arrays;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The measured numbers of a result that a condition can name; those of several networks are their means. */
public enum MeasuredNumber {
    MEAN(Statistic.MEAN),
    SECOND_MOMENT(Statistic.SECOND_MOMENT),
    TOP_MEAN(Statistic.TOP_MEAN),
    LARGEST(Statistic.MAX),
    BULK(Statistic.BULK),
    LEARNING_RATE_BOUND(Statistic.LEARNING_RATE_BOUND),
    FISHER_RAO_NORM(Statistic.FISHER_RAO_NORM),
    EFFECTIVE_DIMENSION(Statistic.EFFECTIVE_DIMENSION),
    LOG_VOLUME(Statistic.LOG_VOLUME),
    RANK(r -> {
        Long rank = r.spectrum().rank();
        return rank == null ? null : (Double) (double) rank;
    }),
    ZERO_FRACTION(r -> r.spectrum().zeroFraction()),
    PARTICIPATION_RATIO(r -> r.spectrum().participationRatio()),
    EFFECTIVE_RANK(r -> r.spectrum().effectiveRank()),
    SPECTRAL_ENTROPY(r -> {
        DistributionInfo distribution = r.distribution();
        return distribution == null ? null : distribution.spectralEntropy();
    });

    private final @Nullable Statistic statistic;

    @SuppressWarnings("ImmutableEnumChecker") // functions without state
    private final Function<SpectrumResult, @Nullable Double> value;

    MeasuredNumber(Statistic statistic) {
        this.statistic = statistic;
        this.value = r -> {
            ComparisonRow row = r.row(statistic.key());
            return row == null ? null : row.measured();
        };
    }

    MeasuredNumber(Function<SpectrumResult, @Nullable Double> value) {
        this.statistic = null;
        this.value = value;
    }

    /** Returns the name in conditions, such as {@code second-moment}. */
    public String key() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** Returns whether the table of statistics has it. */
    boolean inTable() {
        return statistic != null;
    }

    /** Returns the number, or null where the result has none. */
    @Nullable Double of(SpectrumResult result) {
        return value.apply(result);
    }

    /**
     * Returns the number of a name, in any spelling of words: {@code second-moment}, {@code secondMoment}; {@code max} is
     * {@code largest}.
     *
     * @param argument what the name was given as, for the message
     * @throws IllegalArgumentException if there is none of that name
     */
    static MeasuredNumber named(String argument, String name) {
        String plain = plain(name);
        return Arrays.stream(values())
                .filter(n -> plain(n.name()).equals(plain)
                        || (n.statistic != null && plain(n.statistic.key()).equals(plain)))
                .findFirst()
                .orElseThrow(() -> InvalidArgumentException.of(
                        argument,
                        "'" + name + "'",
                        "it must name one of "
                                + Arrays.stream(values())
                                        .map(MeasuredNumber::key)
                                        .collect(Collectors.joining(", "))));
    }

    private static String plain(String name) {
        return name.toLowerCase(Locale.ROOT).replaceAll("[-_ ]", "");
    }
}
