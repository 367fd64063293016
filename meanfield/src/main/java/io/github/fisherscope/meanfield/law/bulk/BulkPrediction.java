package io.github.fisherscope.meanfield.law.bulk;

import io.github.fisherscope.meanfield.ValidityCondition;
import java.util.List;
import java.util.Optional;

/**
 * The law of the bulk, or why there is none.
 *
 * @param law empty if one of {@code demands} fails
 * @param demands the conditions without which the law has no numbers
 * @param cautions the conditions without which some of its numbers are rough, each with what is known of the error
 */
public record BulkPrediction(Optional<BulkLaw> law, List<ValidityCondition> demands, List<ValidityCondition> cautions) {

    public BulkPrediction {
        demands = List.copyOf(demands);
        cautions = List.copyOf(cautions);
    }

    static BulkPrediction none(List<ValidityCondition> demands) {
        return new BulkPrediction(Optional.empty(), demands, List.of());
    }
}
