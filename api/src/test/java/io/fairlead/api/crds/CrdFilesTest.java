package io.fairlead.api.crds;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fairlead.api.Crds;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class CrdFilesTest {
    /// What SnakeYAML takes by default; a repository may hold our definitions.
    private static final int ALIASES_MAX = 50;

    private static final Pattern ALIAS = Pattern.compile(": \\*[A-Za-z]+$", Pattern.MULTILINE);

    @ParameterizedTest
    @MethodSource("io.fairlead.api.Crds#names")
    void everyDefinitionIsThere(String name) {
        String yaml = new String(Crds.open(name), StandardCharsets.UTF_8);
        assertThat(yaml).contains("kind: CustomResourceDefinition\n", "  name: " + name + "\n");
        assertThat(ALIAS.matcher(yaml).results().count()).isLessThan(ALIASES_MAX);
    }

    @Test
    void refusesAnotherName() {
        assertThatThrownBy(() -> Crds.open("../crds/x")).isInstanceOf(IllegalArgumentException.class);
    }
}
