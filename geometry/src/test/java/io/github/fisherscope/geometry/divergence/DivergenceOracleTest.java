package io.github.fisherscope.geometry.divergence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.fisherscope.core.math.RealVector;
import io.github.fisherscope.geometry.Reference;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

/** Values of an independent program with 40 digits inside. */
class DivergenceOracleTest {
    private static final Map<String, String> KEYS = Map.ofEntries(
            Map.entry("kl", "kl_pq"),
            Map.entry("reverse-kl", "kl_qp"),
            Map.entry("jeffreys", "jeffreys"),
            Map.entry("js", "jensen_shannon"),
            Map.entry("squared-hellinger", "hellinger_squared_sum"),
            Map.entry("total-variation", "total_variation"),
            Map.entry("pearson", "pearson_chi2_p_in_denominator"),
            Map.entry("neyman", "neyman_chi2_q_in_denominator"),
            Map.entry("fisher-rao", "fisher_rao"));

    record Case(String family, JsonNode p, JsonNode q, double value) {
        @Override
        public String toString() {
            return family + " " + p + " " + q;
        }
    }

    static List<Case> pairs() {
        List<Case> cases = new ArrayList<>();
        for (JsonNode pair : Reference.read("divergences.json").get("pairs")) {
            JsonNode p = pair.get("p");
            JsonNode q = pair.get("q");
            KEYS.forEach((family, key) -> cases.add(new Case(family, p, q, Reference.number(pair.get(key)))));
            pair.get("alpha")
                    .forEach(a -> cases.add(
                            new Case("alpha:" + a.get("alpha").asDouble(), p, q, Reference.number(a.get("value")))));
            pair.get("renyi")
                    .forEach(a -> cases.add(
                            new Case("renyi:" + a.get("order").asDouble(), p, q, Reference.number(a.get("value")))));
        }
        return cases;
    }

    @ParameterizedTest
    @MethodSource("pairs")
    void valuesAreThoseOfTheReference(Case c) {
        DiscreteMeasure p = DiscreteMeasure.distribution("p", Reference.vector(c.p()));
        DiscreteMeasure q = DiscreteMeasure.distribution("q", Reference.vector(c.q()));

        double value = Divergences.parse(c.family()).between(p, q);

        if (Double.isInfinite(c.value())) {
            assertThat(value).isEqualTo(c.value());
        } else {
            assertThat(value).isCloseTo(c.value(), within(1e-15 + 1e-12 * c.value()));
            assertThat(Divergences.parse(c.family()).dual().between(q, p))
                    .isCloseTo(value, within(1e-15 + 1e-13 * value));
        }
    }

    static List<JsonNode> bregman() {
        List<JsonNode> cases = new ArrayList<>();
        Reference.read("divergences.json").get("bregman").forEach(cases::add);
        return cases;
    }

    @ParameterizedTest
    @MethodSource("bregman")
    void bregmanDivergencesAreThoseOfTheReference(JsonNode c) {
        BregmanPotential potential = BregmanPotential.parse(
                c.get("kind").asString().replace('_', '-').toLowerCase(Locale.ROOT));

        double value = potential.divergence(Reference.vector(c.get("x")), Reference.vector(c.get("y")));

        assertThat(value).isCloseTo(Reference.number(c.get("value")), within(1e-13));
    }

    static List<JsonNode> losses() {
        List<JsonNode> cases = new ArrayList<>();
        Reference.read("divergences.json").get("losses").forEach(cases::add);
        return cases;
    }

    @ParameterizedTest
    @MethodSource("losses")
    void gradientsInLogitsAreThoseOfTheReference(JsonNode c) {
        DiscreteMeasure target = DiscreteMeasure.distribution(
                "target", Reference.vector(c.get("case").get("target")));
        var logits = Reference.vector(c.get("case").get("theta"));

        for (JsonNode row : c.get("rows")) {
            double[] gradient = AlphaDivergence.of(row.get("alpha").asDouble())
                    .logitGradient(target, logits)
                    .toArray();
            assertThat(gradient)
                    .containsExactly(Reference.vector(row.get("gradient")).toArray(), within(1e-13));
        }
        double[] js = ((FDivergence) Divergences.parse("js"))
                .logitGradient(target, logits)
                .toArray();
        assertThat(js)
                .containsExactly(
                        Reference.vector(c.get("jensen_shannon").get("gradient"))
                                .toArray(),
                        within(1e-13));
    }

    /** Both orders of the expansion about q = p, from the local forms and from the reference's. */
    @Test
    void localFormsAreThoseOfTheReference() {
        for (JsonNode c : Reference.read("divergences.json").get("expansion")) {
            double[] p = Reference.vector(c.get("case").get("p")).toArray();
            double[] d = Reference.vector(c.get("case").get("direction")).toArray();
            for (JsonNode row : c.get("rows")) {
                double t = row.get("t").doubleValue();
                AlphaDivergence alpha = AlphaDivergence.of(row.get("alpha").doubleValue());
                LocalForm local = alpha.local().orElseThrow();
                double metric = 0;
                double cubic = 0;
                double[] q = new double[p.length];
                for (int i = 0; i < p.length; i++) {
                    q[i] = p[i] + t * d[i];
                    metric += t * t * d[i] * d[i] / p[i];
                    cubic += t * t * t * d[i] * d[i] * d[i] / (p[i] * p[i]);
                }
                double second = local.metric() * metric;
                assertThat(second).isCloseTo(row.get("second_order").doubleValue(), within(1e-15));
                assertThat(second + local.cubic() * cubic)
                        .isCloseTo(row.get("third_order").doubleValue(), within(1e-15));
                double value = alpha.between(
                        DiscreteMeasure.distribution("p", RealVector.of(p)),
                        DiscreteMeasure.distribution("q", RealVector.of(q)));
                assertThat(value)
                        .isCloseTo(
                                row.get("value").doubleValue(),
                                within(1e-12 * row.get("value").doubleValue()));
            }
        }
    }

    /** The same in natural parameters of softmax: metric and Amari-Chentsov tensor with their α-connections. */
    @Test
    void divergencesOfSoftmaxAreThoseOfTheReference() {
        for (JsonNode c : Reference.read("divergences.json").get("tensors")) {
            double[] theta = Reference.vector(c.get("case").get("theta")).toArray();
            double[] d = Reference.vector(c.get("case").get("d")).toArray();
            for (JsonNode row : c.get("rows")) {
                double[] moved = theta.clone();
                for (int i = 0; i < moved.length; i++) {
                    moved[i] += row.get("scale").doubleValue() * d[i];
                }
                double value =
                        AlphaDivergence.of(row.get("alpha").doubleValue()).between(softmax(theta), softmax(moved));
                assertThat(value)
                        .isCloseTo(
                                row.get("value").doubleValue(),
                                within(1e-11 * row.get("value").doubleValue()));
            }
        }
    }

    private static DiscreteMeasure softmax(double[] theta) {
        double[] p = new double[theta.length];
        double sum = 0;
        for (int i = 0; i < p.length; i++) {
            p[i] = Math.exp(theta[i]);
            sum += p[i];
        }
        for (int i = 0; i < p.length; i++) {
            p[i] /= sum;
        }
        return DiscreteMeasure.distribution("p", RealVector.takingOver(p));
    }
}
