package io.github.fisherscope.reports.text;

import io.github.fisherscope.core.math.RealVector;
import io.github.fisherscope.results.spectrum.CapacityInfo;
import io.github.fisherscope.results.spectrum.DistributionInfo;
import io.github.fisherscope.results.spectrum.GeometryInfo;
import io.github.fisherscope.results.spectrum.SpectrumResult;
import io.github.fisherscope.results.text.Numbers;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** The distribution of eigenvalues, the geometry and the flatness of a result as tables and sentences. */
public final class DistributionText {
    /** Below it the bootstrap has few different draws. */
    private static final int FEW_NETWORKS = 5;

    private final SpectrumResult result;
    private final Wording wording;

    private DistributionText(SpectrumResult result) {
        this.result = result;
        this.wording = Wording.of(result);
    }

    public static DistributionText of(SpectrumResult result) {
        return new DistributionText(result);
    }

    /**
     * A table with its heading and how to read it.
     *
     * @param id anchor in a page
     */
    public record Part(String id, String heading, String note, TextTable table) {}

    /** Returns the tables that the result has something for. */
    public List<Part> parts() {
        List<Part> parts = new ArrayList<>();
        DistributionInfo d = result.distribution();
        if (d != null) {
            addCounts(parts, d);
            addShares(parts, d);
            new EigenvectorText(result.network(), d).table().ifPresent(parts::add);
            addDistances(parts, d);
        }
        addFlatness(parts);
        addPrecision(parts);
        addGeometry(parts);
        Optional.ofNullable(result.geometry()).flatMap(this::singular).ifPresent(t -> parts.addAll(t.parts()));
        return List.copyOf(parts);
    }

    /** Returns one sentence each about tail, outliers, entropy, geometry and description length. */
    public List<String> sentences() {
        List<String> sentences = new ArrayList<>();
        DistributionInfo d = result.distribution();
        if (d != null && d.gap() != null) {
            sentences.add(outliers(d.gap()));
        }
        if (d != null && d.tail() != null && !wording.zero()) {
            sentences.add("Upper tail: " + d.tail().words() + ".");
        }
        if (d != null && d.spectralEntropy() != null && !wording.zero()) {
            sentences.add(spread(d.spectralEntropy()));
        }
        GeometryInfo g = result.geometry();
        if (g != null) {
            sentences.add(NullSpace.of(g).sentence());
            singular(g).ifPresent(t -> sentences.addAll(t.sentences()));
        }
        if (d != null) {
            sentences.addAll(new EigenvectorText(result.network(), d).sentences());
        }
        if (d != null && !d.distances().isEmpty()) {
            sentences.add(
                    "Distance from the spectrum predicted for these inputs (infinite-width kernel, non-zero part): "
                            + d.distances().stream()
                                    .map(DistributionText::distance)
                                    .collect(Collectors.joining(", ")) + ".");
        }
        CapacityInfo.DescriptionLength length = result.capacity().descriptionLength();
        if (length != null) {
            sentences.add(length(length));
        }
        CapacityInfo.PseudoDeterminant determinant = result.capacity().pseudoDeterminant();
        if (determinant != null && wording.exact()) {
            sentences.add(determinant(determinant));
        }
        return List.copyOf(sentences);
    }

    private static String determinant(CapacityInfo.PseudoDeterminant d) {
        if (d.rank() == d.dimension()) {
            return "log det F = %s: with √det F the density of a volume that does not depend on coordinates; the number itself does, as do all eigenvalues: rescaling parameters adds a constant."
                    .formatted(Numbers.shortly(d.logarithm()));
        }
        return "Log pseudo-determinant, in these coordinates: %s over %s of %s eigenvalues. F is singular, so its volume is 0; this product, like every eigenvalue, changes when parameters are rescaled, the rank and lengths of paths do not."
                .formatted(Numbers.shortly(d.logarithm()), Numbers.count(d.rank()), Numbers.count(d.dimension()));
    }

    private Optional<SingularText> singular(GeometryInfo g) {
        return Optional.ofNullable(g.singular()).map(s -> new SingularText(g, s, wording.unchanged()));
    }

    private String spread(double entropy) {
        return String.format(
                Locale.ROOT,
                "Spread: spectral entropy %.4g nats (as many as %s equal eigenvalues), participation ratio %s, effective"
                        + " rank %s.",
                entropy,
                Numbers.shortly(Math.exp(entropy)),
                Numbers.shortly(result.spectrum().ranks().participationRatio()),
                Numbers.shortly(result.spectrum().ranks().effectiveRank()));
    }

    private String length(CapacityInfo.DescriptionLength length) {
        return String.format(
                Locale.ROOT,
                "%s: %s nats = %s (‖θ‖²/2σ²) + %s (½ Σ ln(1 + Nσ²λ)), prior variance σ² = %.3g, N = %d.",
                wording.descriptionLength(),
                Numbers.shortly(length.total()),
                Numbers.shortly(length.priorTerm()),
                Numbers.shortly(length.informationTerm()),
                length.priorVariance(),
                length.observations());
    }

    private static String distance(DistributionInfo.Distance d) {
        String interval = d.low() == null || d.high() == null
                ? ""
                : " [%s, %s]".formatted(Numbers.shortly(d.low()), Numbers.shortly(d.high()));
        String unit = d.scale().equals("decades") ? " decades" : "";
        return DistributionText.metric(d) + " " + Numbers.shortly(d.value()) + unit + interval;
    }

    /** Kolmogorov, Smirnov and Wasserstein are people. */
    private static String metric(DistributionInfo.Distance d) {
        return d.metric().replace("kolmogorov-smirnov", "Kolmogorov-Smirnov").replace("wasserstein", "Wasserstein");
    }

    private static String outliers(DistributionInfo.Gap gap) {
        String found = gap.outliers() == 0
                ? "no gap of a factor of 2 near the top, so no outliers"
                : "%s above a gap of a factor of %s, of mean %s"
                        .formatted(
                                Integer.toString(gap.outliers()),
                                Numbers.significant(gap.ratio(), 3),
                                Numbers.shortly(gap.mean()));
        return "Outliers: " + found
                + (gap.expected() == null
                        ? "."
                        : gap.expected() == gap.outliers()
                                ? "; theory expects " + (gap.outliers() == 0 ? "none." : "as many.")
                                : "; theory expects " + gap.expected() + ".");
    }

    private void addCounts(List<Part> parts, DistributionInfo d) {
        if (d.counts().isEmpty()) {
            return;
        }
        boolean predicted = d.counts().stream().anyMatch(c -> c.predictedBound() != null);
        List<String> header = new ArrayList<>(List.of("x", "N(λ ≥ x)", "bound"));
        if (predicted) {
            header.add("from predicted moments");
        }
        List<List<String>> rows = d.counts().stream()
                .map(c -> {
                    List<String> row = new ArrayList<>(List.of(
                            Numbers.shortly(c.threshold()),
                            c.standardError() == null
                                    ? Numbers.count(Math.round(c.count()))
                                    : Numbers.withError(c.count(), c.standardError()),
                            Numbers.shortly(c.bound())));
                    if (predicted) {
                        row.add(Numbers.shortly(c.predictedBound()));
                    }
                    return row;
                })
                .toList();
        parts.add(new Part(
                "counts",
                "How many eigenvalues are large",
                (result.fisher().indefinite()
                                ? "N(λ ≥ x) with the bound P s/x² that the measured second moment s puts on it"
                                : "N(λ ≥ x) with the bound min(P m/x, P s/x²) that the measured mean m and second moment s put on it")
                        + (d.counts().get(0).standardError() == null
                                ? "."
                                : "; counts and second moment are estimates, and so is the bound.")
                        + (predicted
                                ? " With predicted moments it is a bound only where the prediction is right."
                                : ""),
                TextTable.of(header, rows)));
    }

    private static void addShares(List<Part> parts, DistributionInfo d) {
        List<List<String>> rows = new ArrayList<>();
        d.quantiles()
                .forEach(q -> rows.add(List.of(
                        String.format(Locale.ROOT, "%.0f %% of the non-zero ones are at most", 100 * q.share()),
                        Numbers.shortly(q.value()))));
        d.nearZero()
                .forEach(z -> rows.add(List.of(
                        String.format(Locale.ROOT, "share of all up to %.0e λ_max", z.relativeThreshold()),
                        String.format(Locale.ROOT, "%.4f %%", 100 * z.share()))));
        if (!rows.isEmpty()) {
            parts.add(new Part(
                    "quantiles",
                    "Quantiles and the bulk near zero",
                    "Shares count the zeros of the shape; quantiles do not.",
                    TextTable.of(List.of("of the eigenvalues", "value"), rows)));
        }
    }

    private static void addDistances(List<Part> parts, DistributionInfo d) {
        if (d.distances().isEmpty()) {
            return;
        }
        List<List<String>> rows = d.distances().stream()
                .map(x -> List.of(
                        metric(x),
                        x.scale(),
                        Numbers.shortly(x.value()),
                        x.low() == null || x.high() == null
                                ? "one network: none"
                                : "[%s, %s]".formatted(Numbers.shortly(x.low()), Numbers.shortly(x.high()))))
                .toList();
        parts.add(new Part(
                "distances",
                "Distance from the predicted spectrum",
                "Non-zero eigenvalues against those of the infinite-width kernel at the same inputs, each C-fold; networks"
                        + " are drawn with replacement for the interval. Distances cannot be negative, so intervals do not"
                        + " reach 0."
                        + (d.distances().get(0).networks() < FEW_NETWORKS
                                ? " Fewer than " + FEW_NETWORKS + " networks give too narrow an interval, or none."
                                : ""),
                TextTable.of(List.of("distance", "scale", "value", "95 % interval"), rows)));
    }

    private void addFlatness(List<Part> parts) {
        CapacityInfo.Flatness f = result.capacity().flatness();
        if (f == null) {
            return;
        }
        List<List<String>> rows = IntStream.range(0, f.radii().size())
                .mapToObj(i -> List.of(
                        Numbers.significant(f.radii().get(i), 2),
                        Numbers.count((long) f.sharpDirections().get(i)),
                        String.format(
                                Locale.ROOT, "%.4f %%", 100 * f.flatFraction().get(i))))
                .toList();
        parts.add(new Part(
                "flatness",
                "Flatness profile",
                "Directions along which %s exceeds %s at distance r, and the share of all directions along which it does not."
                        .formatted(wording.quadraticForm(), Numbers.significant(f.lossTolerance(), 2)),
                TextTable.of(List.of("r", "sharp directions", "flat share"), rows)));
    }

    private void addPrecision(List<Part> parts) {
        CapacityInfo.Precision p = result.capacity().precision();
        if (p == null) {
            return;
        }
        List<List<String>> rows = IntStream.range(0, p.meanBits().size())
                .mapToObj(i -> List.of("" + (i + 1), bits(p.meanBits(), i), bits(p.maxBits(), i)))
                .toList();
        parts.add(new Part(
                "precision",
                "Precision that the data justify",
                "Bits per parameter %s; %s bits in all."
                        .formatted(
                                String.format(Locale.ROOT, wording.precision(), Numbers.count(p.observations())),
                                Numbers.shortly(p.totalBits())),
                TextTable.of(List.of("layer", "mean bits", "most bits"), rows)));
    }

    private static String bits(RealVector v, int i) {
        return Numbers.significant(v.get(i), 3);
    }

    private void addGeometry(List<Part> parts) {
        GeometryInfo g = result.geometry();
        if (g == null || NullSpace.of(g).parts().isEmpty()) {
            return;
        }
        NullSpace space = NullSpace.of(g);
        parts.add(new Part(
                "geometry",
                "Directions of eigenvalue zero",
                "Exact degeneracies read off the network. Measured rank %s, predicted at most %s of P = %s."
                        .formatted(
                                Numbers.count(space.rank()),
                                Numbers.count(space.predicted()),
                                Numbers.count(g.parameters())),
                space.table()));
    }

    /** Returns the sentences and tables for a terminal. */
    public String terminal() {
        StringBuilder text = new StringBuilder();
        sentences().forEach(s -> text.append(s).append('\n'));
        return text.toString();
    }

    /** Returns sections of a Markdown page. */
    public String markdown() {
        String lead = sentences().stream().map(s -> "- " + s + "\n").collect(Collectors.joining());
        return parts().stream()
                .map(p -> "\n## " + p.heading() + "\n\n" + p.note() + "\n\n"
                        + p.table().markdown())
                .collect(Collectors.joining(
                        "", lead.isEmpty() ? "" : "\n## The eigenvalues as a distribution\n\n" + lead, ""));
    }
}
