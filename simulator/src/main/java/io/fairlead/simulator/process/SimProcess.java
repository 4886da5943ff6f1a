package io.fairlead.simulator.process;

import io.fairlead.kube.KubeApi;
import io.fairlead.kube.Time;
import io.fairlead.simulator.schedule.Lane;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/// One run of one process, from its start to its end. After a restart it is another one.
public final class SimProcess {
    /// The user agent of each process begins with this; its name follows.
    public static final String AGENT = "fairlead/";

    private final World world;
    private final String role;
    private final String name;
    private final Lane lane;
    private final ProcessTime time;
    private final SimKubeApi api;
    private final List<SimWatch> watches = new ArrayList<>();
    private Consumer<SimProcess> whenOver = _ -> {};

    /// @param role what it is, over all its runs: `reconciler-1`
    /// @param name unique to this run: `reconciler-1.3`
    public SimProcess(World world, String role, String name) {
        this.world = world;
        this.role = role;
        this.name = name;
        this.lane = world.timeline().lane(name);
        this.time = new ProcessTime(world.timeline(), lane, world.dice().split(name));
        this.api = new SimKubeApi(world, this);
    }

    public String role() {
        return role;
    }

    public String name() {
        return name;
    }

    public Lane lane() {
        return lane;
    }

    public Time time() {
        return time;
    }

    /// The same as [#time], with its screws.
    public ProcessTime clock() {
        return time;
    }

    /// The API server as this process reaches it.
    public KubeApi api() {
        return api;
    }

    /// The watches that are open, oldest first.
    public List<SimWatch> watches() {
        return List.copyOf(watches);
    }

    /// Hears once of the end of this run, whatever it comes from; a supervisor starts the next one.
    public void whenOver(Consumer<SimProcess> listener) {
        whenOver = listener;
    }

    public void start(Runnable main) {
        world.timeline().note(name, "starts");
        var _ = lane.start("main", main);
    }

    /// As `kill -9`. A thread of this process that calls this does not return.
    public void kill(String why) {
        end(why);
        lane.kill();
    }

    /// As [#kill], but returns; only for callers that are no threads of this process.
    public void end(String why) {
        if (lane.isDead()) {
            return;
        }
        world.timeline().note(name, "ends: " + why);
        List.copyOf(watches).forEach(SimWatch::abandon);
        lane.end();
        whenOver.accept(this);
    }

    public void pause() {
        world.timeline().note(name, "is paused");
        lane.pause();
    }

    public void resume() {
        if (lane.isPaused()) {
            world.timeline().note(name, "goes on");
            lane.resume();
        }
    }

    public boolean isOver() {
        return lane.isDead();
    }

    void opened(SimWatch watch) {
        watches.add(watch);
    }

    void closed(SimWatch watch) {
        watches.remove(watch);
    }

    @Override
    public String toString() {
        return name;
    }
}
