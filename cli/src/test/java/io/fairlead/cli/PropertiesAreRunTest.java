package io.fairlead.cli;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noMethods;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaAnnotation;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchRule;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/// jqwik skips a property that carries an annotation of JUnit Jupiter, such as `@DisplayName`, and the build stays
/// green. So no property of any module may carry one (a property's name is told by jqwik's own `@Label`).
class PropertiesAreRunTest {
    private static final String PROPERTY = "net.jqwik.api.Property";

    /// Fewer would mean that the test classes of other modules were not found.
    private static final int PROPERTIES_AT_LEAST = 30;

    private static final List<String> MODULES =
            List.of("api", "kube", "policies", "simulator", "gitsync", "reconciler/engine", "reconciler/server", "cli");

    private static final DescribedPredicate<JavaAnnotation<?>> OF_JUPITER = DescribedPredicate.describe(
            "an annotation of JUnit Jupiter",
            annotation -> annotation.getRawType().getPackageName().startsWith("org.junit.jupiter"));

    private static ArchRule noJupiterAnnotationBeside(String annotation) {
        return noMethods()
                .that()
                .areAnnotatedWith(annotation)
                .should()
                .beAnnotatedWith(OF_JUPITER)
                .because("jqwik skips such a method without failing");
    }

    @Test
    void noPropertyCarriesAnAnnotationOfJupiter() {
        JavaClasses tests = new ClassFileImporter()
                .importPaths(MODULES.stream()
                        .map(module -> Path.of("..", module, "target", "test-classes"))
                        .toList());
        assertThat(tests.stream().flatMap(type -> type.getMethods().stream()).filter(PropertiesAreRunTest::isProperty))
                .hasSizeGreaterThan(PROPERTIES_AT_LEAST);
        noJupiterAnnotationBeside(PROPERTY).check(tests);
    }

    private static boolean isProperty(JavaMethod method) {
        return method.isAnnotatedWith(PROPERTY);
    }

    @Test
    void theRuleCatchesTheCombination() {
        JavaClasses sample = new ClassFileImporter().importClasses(Sample.class);
        assertThatThrownBy(
                        () -> noJupiterAnnotationBeside(Marked.class.getName()).check(sample))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("both");
    }

    @interface Marked {}

    static class Sample {
        @Marked
        @DisplayName("both")
        void both() {}
    }
}
