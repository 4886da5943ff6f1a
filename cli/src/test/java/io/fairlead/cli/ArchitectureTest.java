package io.fairlead.cli;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaConstructorCall;
import com.tngtech.archunit.core.domain.JavaMethodCall;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import io.fairlead.cli.impure.util.ImpureSample;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The map of the code, executable: who may use whom, and what the pure parts may not touch.
class ArchitectureTest {
    private static final JavaClasses PRODUCT = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("io.fairlead");

    private static final List<String> PURE = List.of("io.fairlead.engine..", "io.fairlead.policies..");

    /// `Clock`, threads, randomness, logs, files, network: none of it in a decision.
    private static final DescribedPredicate<JavaClass> EFFECTS = resideInAnyPackage(
                    "java.io..",
                    "java.net..",
                    "java.nio..",
                    "java.util.concurrent..",
                    "java.util.logging..",
                    "org.slf4j..",
                    "io.micronaut..",
                    "io.fabric8.kubernetes..",
                    "org.eclipse.jgit..",
                    "org.quartz..")
            .or(describe(
                    "a clock, a thread, a random number or the system",
                    type -> List.of(
                                    "java.time.Clock",
                                    "java.time.InstantSource",
                                    "java.lang.Thread",
                                    "java.lang.ThreadLocal",
                                    "java.lang.System",
                                    "java.lang.Runtime",
                                    "java.lang.Process",
                                    "java.util.Random",
                                    "java.util.random.RandomGenerator",
                                    "java.security.SecureRandom",
                                    "java.util.Timer")
                            .contains(type.getName())))
            // What Jackson's and the JDK's own signatures drag in.
            .and(describe(
                    "not an exception or a byte stream in a signature",
                    type -> !List.of(
                                    "java.io.IOException",
                                    "java.io.Serializable",
                                    "java.io.UncheckedIOException",
                                    "java.io.ObjectStreamException",
                                    "java.nio.charset.Charset",
                                    "java.nio.charset.StandardCharsets")
                            .contains(type.getName())));

    private static ArchRule noEffects(String... packages) {
        return noClasses()
                .that()
                .resideInAnyPackage(packages)
                .should()
                .dependOnClassesThat(EFFECTS)
                .because("decisions are pure: no clock, thread, random, log or I/O");
    }

    private static ArchRule noHiddenTime(String... packages) {
        return noClasses()
                .that()
                .resideInAnyPackage(packages)
                .should()
                .callMethodWhere(describe("reads the time or makes a random id", ArchitectureTest::isHiddenEffect))
                .orShould()
                .callConstructorWhere(describe("makes a date of now", ArchitectureTest::isDateOfNow));
    }

    private static boolean isHiddenEffect(JavaMethodCall call) {
        String owner = call.getTargetOwner().getName();
        boolean isNow = call.getName().equals("now")
                && List.of(
                                Instant.class,
                                LocalDate.class,
                                LocalDateTime.class,
                                OffsetDateTime.class,
                                ZonedDateTime.class)
                        .stream()
                        .anyMatch(c -> c.getName().equals(owner));
        boolean isRandomId =
                owner.equals(UUID.class.getName()) && call.getName().equals("randomUUID");
        boolean isRandomNumber =
                owner.equals(Math.class.getName()) && call.getName().equals("random");
        boolean isClock = owner.equals(Clock.class.getName());
        boolean isParallel =
                call.getName().equals("parallelStream") || call.getName().equals("parallel");
        return isNow || isRandomId || isRandomNumber || isClock || isParallel;
    }

    /// What the simulation could not decide: real clocks, threads, waits that end by themselves, chance.
    private static ArchRule noOwnTime(DescribedPredicate<JavaClass> exempt) {
        return noClasses()
                .that(DescribedPredicate.not(exempt))
                .should()
                .callMethodWhere(describe("starts a thread, waits by the real clock or rolls dice", call -> {
                    String owner = call.getTargetOwner().getName();
                    boolean isThread = owner.equals(Thread.class.getName())
                            && List.of(
                                            "ofVirtual",
                                            "ofPlatform",
                                            "startVirtualThread",
                                            "sleep",
                                            "start",
                                            "join",
                                            "yield")
                                    .contains(call.getName());
                    boolean isTimedWait = call.getName().equals("awaitNanos")
                            || call.getName().startsWith("parkNanos")
                            || call.getName().equals("parkUntil")
                            || (owner.startsWith("java.util.concurrent")
                                    && call.getTarget().getRawParameterTypes().stream()
                                            .anyMatch(type -> type.isEquivalentTo(TimeUnit.class)));
                    boolean isClockOrChance = (owner.equals(System.class.getName())
                                    && List.of("nanoTime", "currentTimeMillis").contains(call.getName()))
                            || owner.equals(ThreadLocalRandom.class.getName());
                    boolean isAsync = owner.equals(CompletableFuture.class.getName())
                            && call.getName().endsWith("Async");
                    return isThread || isTimedWait || isClockOrChance || isAsync || isHiddenEffect(call);
                }))
                .orShould()
                .callConstructorWhere(describe(
                        "makes a thread",
                        call -> call.getTargetOwner().isAssignableTo(Thread.class)
                                || call.getTargetOwner().isAssignableTo(Random.class)))
                .because("the simulator brings its own time: kube.Time is the only way to it");
    }

    /// The shell runs unchanged on the simulator's clock and threads. Exempt: the machine's own clock, the client that
    /// talks to a real server, and what belongs to a real process.
    @Test
    void theShellHasNoTimeOfItsOwn() {
        DescribedPredicate<JavaClass> shell = resideInAnyPackage("io.fairlead.kube..", "io.fairlead.server..");
        DescribedPredicate<JavaClass> exempt = resideInAnyPackage(
                        "io.fairlead.kube.fabric..", "io.fairlead.server.app..")
                .or(describe("SystemTime", type -> type.getName().equals("io.fairlead.kube.SystemTime")));
        noOwnTime(DescribedPredicate.not(shell).or(exempt)).check(PRODUCT);
    }

    private static boolean isDateOfNow(JavaConstructorCall call) {
        return call.getTargetOwner().getName().equals("java.util.Date")
                && call.getTarget().getRawParameterTypes().isEmpty();
    }

    private static ArchRule noVagueName(String segment) {
        return noClasses()
                .that()
                .resideInAPackage("io.fairlead..")
                .should()
                .resideInAPackage(".." + segment + "..")
                .because("a package is named by the noun that it holds");
    }

    @Test
    void engineAndPoliciesArePure() {
        noEffects(PURE.toArray(String[]::new)).check(PRODUCT);
        noHiddenTime(PURE.toArray(String[]::new)).check(PRODUCT);
    }

    @Test
    void gitsyncAndReconcilerNeverSeeEachOther() {
        noClasses()
                .that()
                .resideInAPackage("io.fairlead.gitsync..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("io.fairlead.engine..", "io.fairlead.server..")
                .check(PRODUCT);
        noClasses()
                .that()
                .resideInAnyPackage("io.fairlead.engine..", "io.fairlead.server..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("io.fairlead.gitsync..", "io.fairlead.policies..")
                .check(PRODUCT);
    }

    @Test
    void dependenciesPointOneWay() {
        only("io.fairlead.api..", "io.fairlead.api..");
        only("io.fairlead.kube..", "io.fairlead.kube..", "io.fairlead.api..");
        only("io.fairlead.policies..", "io.fairlead.policies..", "io.fairlead.api..");
        only("io.fairlead.engine..", "io.fairlead.engine..", "io.fairlead.api..");
        slices().matching("io.fairlead.(*)..").should().beFreeOfCycles().check(PRODUCT);
    }

    private static void only(String from, String... to) {
        classes()
                .that()
                .resideInAPackage(from)
                .should()
                .onlyDependOnClassesThat(
                        resideInAnyPackage(to).or(DescribedPredicate.not(resideInAnyPackage("io.fairlead.."))))
                .check(PRODUCT);
    }

    @Test
    void librariesStayWhereTheyBelong() {
        noClasses()
                .that()
                .resideOutsideOfPackages(
                        "io.fairlead.gitsync.git..", "io.fairlead.gitsync.notes..", "io.fairlead.cli.simulate.git..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.eclipse.jgit..")
                .check(PRODUCT);
        noClasses()
                .that()
                .resideOutsideOfPackages("io.fairlead.gitsync.app..", "io.fairlead.server..", "io.fairlead.cli..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("io.micronaut..")
                .check(PRODUCT);
    }

    @ParameterizedTest
    @ValueSource(strings = {"util", "common", "manager", "helper", "impl"})
    void noPackageHasAVagueName(String segment) {
        noVagueName(segment).check(PRODUCT);
    }

    @Test
    void everyPackageOfTheProductIsThere() {
        assertThat(PRODUCT.stream().map(JavaClass::getPackageName).distinct())
                .contains(
                        "io.fairlead.api",
                        "io.fairlead.kube",
                        "io.fairlead.policies",
                        "io.fairlead.gitsync.app",
                        "io.fairlead.engine",
                        "io.fairlead.server.app",
                        "io.fairlead.cli");
    }

    /// The rules are worth something only if they can fail.
    @Test
    void theRulesCatchWhatTheyForbid() {
        JavaClasses sample = new ClassFileImporter().importClasses(ImpureSample.class);
        assertThatThrownBy(() -> noEffects("io.fairlead.cli.impure..").check(sample))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("Thread")
                .hasMessageContaining("Random")
                .hasMessageContaining("slf4j")
                .hasMessageContaining("java.nio.file.Files");
        assertThatThrownBy(() -> noHiddenTime("io.fairlead.cli.impure..").check(sample))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("Instant.now");
        assertThatThrownBy(() -> noOwnTime(resideInAnyPackage("java..")).check(sample))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("Instant.now")
                .hasMessageContaining("Random");
        assertThatThrownBy(() -> noVagueName("util").check(sample)).isInstanceOf(AssertionError.class);
    }
}
