package io.github.fisherscope.studies.predict;

import io.github.fisherscope.meanfield.CentredNetworkLaw;
import io.github.fisherscope.meanfield.MeanFieldPrediction;
import io.github.fisherscope.meanfield.ValidityCondition;
import io.github.fisherscope.meanfield.law.bulk.BulkLaw;
import io.github.fisherscope.meanfield.law.bulk.BulkPrediction;
import io.github.fisherscope.results.spectrum.TheoryInfo;
import io.github.fisherscope.results.theory.TheoryReport;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** The law of the bulk as a section of a {@link TheoryReport}. */
final class BulkLawSection {
    private static final List<Double> PROBABILITIES = List.of(0.01, 0.05, 0.1, 0.25, 0.5, 0.75, 0.9, 0.95, 0.99);
    private static final Set<String> OF_THE_STUDY = Set.of("gaussian-exact", "layers-alike");

    private BulkLawSection() {}

    /**
     * Returns the section.
     *
     * @param more conditions of the study; those on the likelihood and on the layers must hold here too
     */
    static TheoryReport.BulkLaw of(BulkPrediction bulk, MeanFieldPrediction p, List<TheoryInfo.Condition> more) {
        List<TheoryReport.BulkCondition> conditions = Stream.of(
                        more.stream()
                                .filter(c -> OF_THE_STUDY.contains(c.name()))
                                .map(BulkLawSection::ofStudy),
                        bulk.demands().stream().map(c -> condition(c, true)),
                        bulk.cautions().stream().map(c -> condition(c, false)))
                .flatMap(s -> s)
                .toList();
        boolean fails = conditions.stream().anyMatch(c -> c.needed() && !c.holds());
        if (fails || bulk.law().isEmpty()) {
            return new TheoryReport.BulkLaw(PROBABILITIES, List.of(), null, null, null, null, null, conditions);
        }
        BulkLaw law = bulk.law().get();
        double top = CentredNetworkLaw.isCentred(p.order())
                ? law.largest()
                : Math.max(law.largest(), p.recommended().largest());
        double number = top / law.smallest();
        return new TheoryReport.BulkLaw(
                PROBABILITIES,
                PROBABILITIES.stream().map(law::quantile).toList(),
                law.smallest(),
                law.largest(),
                law.mean(),
                law.variance(),
                new TheoryReport.Descent(number, (number - 1) / (number + 1)),
                conditions);
    }

    private static TheoryReport.BulkCondition ofStudy(TheoryInfo.Condition c) {
        return new TheoryReport.BulkCondition(c.name(), c.holds(), true, c.explanation());
    }

    private static TheoryReport.BulkCondition condition(ValidityCondition c, boolean needed) {
        return new TheoryReport.BulkCondition(c.name(), c.holds(), needed, c.explanation());
    }
}
