package io.github.fisherscope.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class OracleFileTest {
    private final OracleFile file = OracleFile.read(OracleFileTest.class, "/oracle-file-test.json");

    @Test
    void numbersAreReadToTheLastBit() {
        assertThat(file.number("tenth")).isEqualTo(0.1);
        assertThat(file.vector("vector")).containsExactly(1.0, 2.5, 1e-300);
        assertThat(file.integers("widths")).containsExactly(3, 4);
        assertThat(file.integer("samples")).isEqualTo(40);
        assertThat(file.matrix("matrix")).isEqualTo(new double[][] {{1, 2}, {3, 4}});
        assertThat(file.matrices("tensor").get(1)).isEqualTo(new double[][] {{5}});
        assertThat(file.at("inner").text("name")).isEqualTo("tanh");
    }

    @Test
    void casesKnowWhereTheyStand() {
        assertThat(file.cases("cases")).hasSize(2);
        assertThat(file.cases("cases").get(1)).hasToString("/oracle-file-test.json/cases[1]");
        assertThat(file.cases("cases").get(1).has("kappa")).isTrue();
        assertThat(file.cases("cases").get(0).has("kappa")).isFalse();
    }

    @Test
    void whatIsMissingIsNamedAndNeverReplacedByADefault() {
        assertThatThrownBy(() -> file.at("inner").number("kappa3"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("/oracle-file-test.json/inner has no 'kappa3'");
        assertThatThrownBy(() -> OracleFile.read(OracleFileTest.class, "/nowhere.json"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("/nowhere.json");
    }

    @Test
    void whatIsOfAnotherKindIsRefused() {
        assertThatThrownBy(() -> file.number("nothing")).hasMessageContaining("nothing is not a number");
        assertThatThrownBy(() -> file.vector("mixed")).hasMessageContaining("mixed is not a number");
        assertThatThrownBy(() -> file.integer("tenth")).hasMessageContaining("tenth is not an integer");
        assertThatThrownBy(() -> file.text("tenth")).hasMessageContaining("tenth is not a text");
        assertThatThrownBy(() -> file.cases("empty")).hasMessageContaining("at least one entry");
    }
}
