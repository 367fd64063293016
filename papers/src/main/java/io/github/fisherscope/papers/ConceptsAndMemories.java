package io.github.fisherscope.papers;

import io.github.fisherscope.core.math.RealVector;
import io.github.fisherscope.generative.Vae;
import io.github.fisherscope.reports.chart.Figure;
import io.github.fisherscope.reports.chart.Still;
import io.github.fisherscope.reports.generative.InferenceStills;
import io.github.fisherscope.reports.text.TextTable;
import io.github.fisherscope.results.spectrum.Verdict;
import io.github.fisherscope.results.text.Numbers;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;
import org.apache.commons.statistics.distribution.TDistribution;

/**
 * What the abstract says of repeated inference, each statement as a number of one network and its mean over networks with a 95 %
 * t-interval. One rule for all: a statement is seen if the whole interval lies above 0, not seen if it lies below, and not decided
 * otherwise. The concept is the finest level of clusters.
 */
final class ConceptsAndMemories implements Experiment {
    /** The number of latents at which single steps are looked at. */
    static final int REFERENCE = 8;

    private static final String STRIPS = "inference-strips";
    private static final double OUTSIDE = 0.05;

    @Override
    public String name() {
        return "concepts-and-memories";
    }

    @Override
    public String title() {
        return "repeated inference of autoencoders: towards concepts, towards memories";
    }

    @Override
    public List<String> figures() {
        return Stream.concat(InferencePictures.IDS.stream(), Stream.of(STRIPS)).toList();
    }

    @Override
    public boolean takesData() {
        return true;
    }

    /**
     * One network.
     *
     * @param latents number of latents
     * @param index number of the network, from 0
     * @param data what it is trained on
     */
    record Job(int latents, int index, String data) {}

    /**
     * The images of one network, trained again: its numbers may be in the log of an earlier run.
     *
     * @param latents number of latents
     * @param data what it is trained on
     */
    record ImageJob(int latents, String data) {}

    /** Returns the numbers of latents that are compared. */
    static List<Integer> latents(boolean quick) {
        return quick ? List.of(2, 4, REFERENCE, 16) : List.of(2, 4, REFERENCE, 16, 32);
    }

    static int networks() {
        return 6;
    }

    @Override
    public Outcome run(ExperimentSetting setting) {
        AutoencoderTask task = AutoencoderTask.of(setting.data(), setting.quick(), setting.seed());
        List<Integer> latents = latents(setting.quick());
        int networks = networks();
        List<Job> jobs = new ArrayList<>();
        for (int k : latents) {
            for (int i = 0; i < networks; i++) {
                jobs.add(new Job(k, i, task.words()));
            }
        }
        int most = latents.get(latents.size() - 1);
        Measurements<Job> found = Measurements.of(setting, name(), jobs, task.bytes(most), (job, backend) -> {
            Vae model = task.train(job.latents(), job.index(), backend);
            return task.measure(model, backend).row();
        });
        Found all = new Found(found, latents, networks, task.words());
        List<Figure> figures = new InferencePictures(all).all();
        return new Outcome(figures, table(all), claims(all), strips(setting, task));
    }

    private List<Still> strips(ExperimentSetting setting, AutoencoderTask task) {
        if (!task.images()) {
            return List.of();
        }
        ImageJob job = new ImageJob(REFERENCE, task.words());
        RealVector row = Measurements.of(
                        setting,
                        name() + ", images",
                        List.of(job),
                        task.bytes(REFERENCE),
                        (one, backend) -> LoggedStrips.row(task.strips(task.train(REFERENCE, 0, backend), backend)))
                .of(job);
        return List.of(InferenceStills.strips(STRIPS, LoggedStrips.of(row)));
    }

    /**
     * All networks.
     *
     * @param rows their numbers
     * @param latents the numbers of latents
     * @param networks networks of each
     * @param data what they were trained on
     */
    record Found(Measurements<Job> rows, List<Integer> latents, int networks, String data) {
        /** Returns a number of every network with so many latents. */
        RealVector each(int k, ToDoubleFunction<InferenceNumbers> number) {
            double[] values = new double[networks];
            for (int i = 0; i < networks; i++) {
                values[i] = number.applyAsDouble(one(k, i));
            }
            return RealVector.takingOver(values);
        }

        InferenceNumbers one(int k, int index) {
            return InferenceNumbers.of(rows.of(new Job(k, index, data)));
        }

        /** Returns by how much a number of the most latents exceeds that of the fewest, network by network. */
        RealVector growth(ToDoubleFunction<InferenceNumbers> number) {
            RealVector many = each(latents.get(latents.size() - 1), number);
            RealVector few = each(latents.get(0), number);
            double[] values = new double[networks];
            for (int i = 0; i < networks; i++) {
                values[i] = many.get(i) - few.get(i);
            }
            return RealVector.takingOver(values);
        }
    }

    /** Returns the half-width of the interval of a mean. */
    static double halfWidth(RealVector values) {
        return values.standardError() * TDistribution.of(values.size() - 1).inverseSurvivalProbability(OUTSIDE / 2);
    }

    /** Judges a statement by the rule that was fixed beforehand. */
    static Outcome.Claim judged(String statement, String number, RealVector values) {
        double mean = values.mean();
        double half = halfWidth(values);
        boolean seen = mean - half > 0;
        boolean against = mean + half < 0;
        String word = seen ? "seen" : against ? "not seen" : "not decided";
        return new Outcome.Claim(
                String.format(
                        Locale.ROOT,
                        "%s: %s; %s is %.3g, 95 %% interval %.3g to %.3g over %d networks.",
                        statement,
                        word,
                        number,
                        mean,
                        mean - half,
                        mean + half,
                        values.size()),
                seen ? Verdict.AGREES : against ? Verdict.DISAGREES : Verdict.INFORMATIVE);
    }

    private static List<Outcome.Claim> claims(Found all) {
        int last = AutoencoderTask.NOISE.size() - 1;
        RealVector bend = all.each(REFERENCE, InferenceNumbers::bend);
        return List.of(
                judged(
                        "states move first towards the concept",
                        "the cosine of the first step with the way to the concept less that with the way to the memory",
                        all.each(REFERENCE, InferenceNumbers::turn)),
                judged(
                        "then states come close to the memory",
                        "what the end is nearer to the memory than the place nearest to the concept, in first distances,",
                        all.each(REFERENCE, InferenceNumbers::back)),
                judged(
                        "noisier data go to more abstract concepts",
                        "the level nearest at the end (0 memory to 3 centre) from the strongest noise less that from none",
                        all.each(REFERENCE, n -> n.abstraction(last) - n.abstraction(0))),
                judged(
                        "more latents make the approach to concepts stronger",
                        "the share of the first distance to the concept that is gone, most latents less fewest,",
                        all.growth(InferenceNumbers::approach)),
                judged(
                        "more latents generalise better",
                        "the held-out bound of the most latents less that of the fewest, in nats,",
                        all.growth(InferenceNumbers::bound)),
                new Outcome.Claim(
                        String.format(
                                Locale.ROOT,
                                "in the decoder's Fisher metric the way is %.3g ± %.2g times as long as its ends are apart (ours; the"
                                        + " paper has no metric).",
                                bend.mean(),
                                halfWidth(bend)),
                        Verdict.INFORMATIVE));
    }

    private static TextTable table(Found all) {
        List<List<String>> rows = new ArrayList<>();
        for (int k : all.latents()) {
            rows.add(List.of(
                    Integer.toString(k),
                    cell(all.each(k, InferenceNumbers::bound)),
                    cell(all.each(k, InferenceNumbers::active)),
                    cell(all.each(k, InferenceNumbers::turn)),
                    cell(all.each(k, InferenceNumbers::approach)),
                    cell(all.each(k, InferenceNumbers::back)),
                    cell(all.each(k, n -> n.abstraction(0))),
                    cell(all.each(k, n -> n.abstraction(AutoencoderTask.NOISE.size() - 1))),
                    cell(all.each(k, InferenceNumbers::length)),
                    cell(all.each(k, InferenceNumbers::bend))));
        }
        return TextTable.of(
                List.of(
                        "latents",
                        "held-out bound",
                        "active",
                        "turn to concept",
                        "approach to concept",
                        "return to memory",
                        "level, no noise",
                        "level, noise 0.4",
                        "Fisher-Rao length",
                        "length / distance"),
                rows);
    }

    private static String cell(RealVector values) {
        return Numbers.withError(values.mean(), values.standardError());
    }
}
