package io.github.fisherscope.studies.gate;

import io.github.fisherscope.core.check.InvalidArgumentException;
import io.github.fisherscope.results.spectrum.ComparisonRow;
import io.github.fisherscope.results.spectrum.SpectrumInfo;
import io.github.fisherscope.results.spectrum.SpectrumResult;
import io.github.fisherscope.results.spectrum.Statistic;
import java.util.Arrays;
import java.util.Locale;
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
    RANK(null),
    ZERO_FRACTION(null),
    PARTICIPATION_RATIO(null),
    EFFECTIVE_RANK(null),
    SPECTRAL_ENTROPY(null);

    private final @Nullable Statistic statistic;

    MeasuredNumber(@Nullable Statistic statistic) {
        this.statistic = statistic;
    }

    /** Returns the name in conditions, such as {@code second-moment}. */
    public String key() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** Returns the number, or null where the result has none. */
    @Nullable Double of(SpectrumResult result) {
        if (statistic != null) {
            ComparisonRow row = result.row(statistic.key());
            return row == null ? null : (Double) row.measured();
        }
        SpectrumInfo spectrum = result.spectrum();
        return switch (this) {
            case RANK ->
                spectrum.ranks().rank() == null
                        ? null
                        : (Double) spectrum.ranks().rank().doubleValue();
            case ZERO_FRACTION -> spectrum.ranks().zeroFraction();
            case PARTICIPATION_RATIO -> (Double) spectrum.ranks().participationRatio();
            case EFFECTIVE_RANK -> (Double) spectrum.ranks().effectiveRank();
            case SPECTRAL_ENTROPY ->
                result.distribution() == null ? null : result.distribution().spectralEntropy();
            case MEAN,
                    SECOND_MOMENT,
                    TOP_MEAN,
                    LARGEST,
                    BULK,
                    LEARNING_RATE_BOUND,
                    FISHER_RAO_NORM,
                    EFFECTIVE_DIMENSION,
                    LOG_VOLUME -> throw new IllegalStateException(this + " stands in no section");
        };
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
