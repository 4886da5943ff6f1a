package io.fairlead.server.execute;

import static org.assertj.core.api.Assertions.assertThat;

import io.fairlead.engine.Action;
import io.fairlead.engine.Action.DeletePod;
import io.fairlead.engine.PodView.PodRef;
import io.fairlead.engine.Step;
import io.fairlead.server.execute.Subject.Sort;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class IntakeTest {
    private static PodRef pod(String uid) {
        return new PodRef("shop", "web-" + uid, uid, "1");
    }

    private static List<Step> steps(Action... actions) {
        return Stream.of(actions)
                .map(action -> new Step(action, new Step.Reason("Test", "")))
                .toList();
    }

    private static Intake intake(List<Step> steps, Subject... underWay) {
        return Intake.of(steps, List.of(underWay), _ -> Duration.ZERO);
    }

    private static List<String> names(Intake intake) {
        return intake.taken().stream()
                .map(step -> Subject.of(step.action()).name())
                .toList();
    }

    @Test
    void everythingStartsWhereNothingIsUnderWay() {
        Intake intake = intake(steps(Orders.update(pod("a"), true), Orders.create("web-b")));

        assertThat(names(intake)).containsExactly("a", "web-b");
        assertThat(intake.isShort()).isFalse();
    }

    @Test
    void podUnderWayIsLeftAlone() {
        Intake intake = intake(
                steps(Orders.update(pod("a"), true), Orders.update(pod("b"), true)), new Subject(Sort.UPDATE, "a"));

        assertThat(names(intake)).containsExactly("b");
        assertThat(intake.isShort()).isTrue();
    }

    @Test
    void otherPodsThanThoseUnderWayCountAgainstThePlan() {
        // The view showed c as worse than a, so the plan now wants c and b; but a is already on its way.
        Intake intake = intake(
                steps(Orders.update(pod("c"), true), Orders.update(pod("b"), true)), new Subject(Sort.UPDATE, "a"));

        assertThat(names(intake)).containsExactly("c");
    }

    @Test
    void creationUnderWayCountsUnderAnyName() {
        Intake intake = intake(steps(Orders.create("web-x")), new Subject(Sort.CREATE, "web-y"));

        assertThat(intake.taken()).isEmpty();
    }

    @Test
    void oneSortDoesNotCountAgainstAnother() {
        Intake intake = intake(steps(new DeletePod(pod("a"), true)), new Subject(Sort.UPDATE, "b"));

        assertThat(names(intake)).containsExactly("a");
    }

    @Test
    void subjectThatHasToWaitTellsForHowLong() {
        Intake intake = Intake.of(
                steps(Orders.update(pod("a"), true), Orders.update(pod("b"), true)),
                List.of(),
                subject -> subject.name().equals("a") ? Duration.ofSeconds(3) : Duration.ZERO);

        assertThat(names(intake)).containsExactly("b");
        assertThat(intake.retryIn()).contains(Duration.ofSeconds(3));
    }

    @Property
    void neverMoreThanOnePlanAllows(@ForAll @IntRange(max = 20) int wanted, @ForAll @IntRange(max = 20) int underWay) {
        List<Step> steps = Stream.iterate(0, i -> i + 1)
                .limit(wanted)
                .map(i -> new Step(Orders.update(pod("w" + i), true), new Step.Reason("Test", "")))
                .toList();
        // Half of them are wanted again, half are not.
        List<Subject> busy = Stream.iterate(0, i -> i + 1)
                .limit(underWay)
                .map(i -> new Subject(Sort.UPDATE, i % 2 == 0 ? "w" + i : "other" + i))
                .toList();

        Intake intake = Intake.of(steps, busy, _ -> Duration.ZERO);

        assertThat(intake.taken().size() + underWay).isLessThanOrEqualTo(Math.max(wanted, underWay));
    }
}
