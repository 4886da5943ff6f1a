package io.fairlead.simulator.fault;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fairlead.kube.ApiRequest;
import io.fairlead.kube.ApiRequest.Verb;
import io.fairlead.kube.ApiResponse;
import io.fairlead.simulator.process.Network;
import io.fairlead.simulator.process.SimProcess;
import io.fairlead.simulator.process.SimWatch;
import io.fairlead.simulator.schedule.Dice;
import io.fairlead.simulator.schedule.VirtualTimeline;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// The network with the faults that are in force now. Each is armed for a number of requests or until a moment.
final class FaultyNetwork implements Network {
    private static final Duration LATENCY_MIN = Duration.ofMillis(1);
    private static final int LATENCY_SPREAD_MICROS = 8_000;
    private static final Duration GIVE_UP = Duration.ofSeconds(30);

    private final VirtualTimeline timeline;
    private final Dice dice;
    private final Tally tally;
    private final Map<String, Lag> lags = new LinkedHashMap<>();
    private long downUntil = Long.MIN_VALUE;
    private long throttledUntil = Long.MIN_VALUE;
    private long quotaUntil = Long.MIN_VALUE;
    private long coalescingUntil = Long.MIN_VALUE;
    private long repeatingUntil = Long.MIN_VALUE;
    private Optional<Duration> retryAfter = Optional.empty();
    private int conflicts;
    private int lostAnswers;
    private @Nullable Moment crash;
    private String crashRole = "";
    private @Nullable Consumer<SimProcess> atClaim;

    /// @param most the longest; each event's is a random part of it
    private record Lag(long untilNanos, Duration most, Fault fault) {}

    FaultyNetwork(VirtualTimeline timeline, Dice dice, Tally tally) {
        this.timeline = timeline;
        this.dice = dice;
        this.tally = tally;
    }

    void crashAtNextWrite(String role, Moment moment) {
        crashRole = role;
        crash = moment;
    }

    /// The next process that writes its budget's ledger is struck right there: it has claimed, and not yet acted.
    void strikeAtNextClaim(Consumer<SimProcess> strike) {
        atClaim = strike;
    }

    void down(Duration lasting) {
        downUntil = Math.max(downUntil, end(lasting));
    }

    void throttle(Duration lasting, Optional<Duration> wait) {
        throttledUntil = end(lasting);
        retryAfter = wait;
    }

    void quota(Duration lasting) {
        quotaUntil = end(lasting);
    }

    void coalesce(Duration lasting) {
        coalescingUntil = end(lasting);
    }

    void repeat(Duration lasting) {
        repeatingUntil = end(lasting);
    }

    void conflict(int writes) {
        conflicts = writes;
    }

    void loseAnswers(int writes) {
        lostAnswers = writes;
    }

    void lag(String role, Duration most, Duration lasting, Fault fault) {
        lags.put(role, new Lag(end(lasting), most, fault));
    }

    /// No fault is in force any more.
    void calm() {
        long now = timeline.nanos();
        downUntil = now;
        throttledUntil = now;
        quotaUntil = now;
        coalescingUntil = now;
        repeatingUntil = now;
        conflicts = 0;
        lostAnswers = 0;
        crash = null;
        atClaim = null;
        lags.clear();
    }

    private long end(Duration lasting) {
        return timeline.nanos() + lasting.toNanos();
    }

    private boolean isOn(long until) {
        return timeline.nanos() < until;
    }

    boolean isDown() {
        return isOn(downUntil);
    }

    private Duration latency() {
        return LATENCY_MIN.plusNanos(dice.below(LATENCY_SPREAD_MICROS) * 1_000L);
    }

    @Override
    public Passage passage(SimProcess process, ApiRequest request) {
        return new Passage(latency(), latency(), fate(process, request));
    }

    private Fate fate(SimProcess process, ApiRequest request) {
        if (isOn(downUntil)) {
            tally.fired(Fault.SERVER_DOWN);
            return new Fate.RequestLost(dice.happens(0.2) ? GIVE_UP : Duration.ofMillis(1 + dice.below(500)));
        }
        if (isOn(throttledUntil) && dice.happens(0.7)) {
            tally.fired(Fault.THROTTLING);
            return new Fate.Answered(new ApiResponse(429, status(429, "TooManyRequests"), retryAfter));
        }
        boolean isWrite = request.verb() != Verb.GET;
        return isWrite ? fateOfWrite(process, request) : Fate.DELIVERED;
    }

    private Fate fateOfWrite(SimProcess process, ApiRequest request) {
        boolean isLease = request.path().contains("/leases");
        Moment moment = crash;
        if (moment != null && process.role().equals(crashRole)) {
            crash = null;
            tally.fired(Fault.CRASH);
            return new Fate.Killed(moment);
        }
        Consumer<SimProcess> strike = atClaim;
        if (strike != null && isLease && request.path().contains("/fairlead-budget-")) {
            atClaim = null;
            strike.accept(process);
            return Fate.DELIVERED;
        }
        if (request.verb() == Verb.POST && request.path().endsWith("/pods") && isOn(quotaUntil)) {
            tally.fired(Fault.QUOTA);
            return new Fate.Answered(new ApiResponse(403, status(403, "Forbidden"), Optional.empty()));
        }
        if (conflicts > 0 && request.verb() != Verb.POST && !isLease) {
            conflicts--;
            tally.fired(Fault.CONFLICTS);
            return new Fate.Answered(new ApiResponse(409, status(409, "Conflict"), Optional.empty()));
        }
        if (lostAnswers > 0) {
            lostAnswers--;
            tally.fired(Fault.LOST_ANSWER);
            return new Fate.AnswerLost(dice.happens(0.5) ? GIVE_UP : Duration.ofMillis(5));
        }
        return Fate.DELIVERED;
    }

    private static ObjectNode status(int code, String reason) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("kind", "Status")
                .put("apiVersion", "v1")
                .put("status", "Failure")
                .put("message", "made up by the fault plan")
                .put("reason", reason)
                .put("code", code);
    }

    @Override
    public Duration lag(SimProcess process, SimWatch watch) {
        Lag lag = lags.get(process.role());
        if (lag != null && isOn(lag.untilNanos())) {
            tally.fired(lag.fault());
            return Duration.ofNanos(1 + dice.below(lag.most().toNanos()));
        }
        if (isOn(repeatingUntil)) {
            // Kinds are watched apart: events of one overtake those of another.
            return Duration.ofMillis(1 + dice.below(300));
        }
        return latency();
    }

    @Override
    public boolean coalesces(SimProcess process, SimWatch watch) {
        boolean coalesces = isOn(coalescingUntil);
        if (coalesces) {
            tally.fired(Fault.COALESCED_EVENTS);
        }
        return coalesces;
    }

    @Override
    public boolean repeats(SimProcess process, SimWatch watch) {
        boolean repeats = isOn(repeatingUntil) && dice.happens(0.3);
        if (repeats) {
            tally.fired(Fault.REPEATED_EVENTS);
        }
        return repeats;
    }
}
