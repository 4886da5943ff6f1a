package io.fairlead.gitsync.app;

import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.Properties;
import java.util.function.Consumer;
import org.quartz.Job;
import org.quartz.JobBuilder;
import org.quartz.JobDetail;
import org.quartz.JobKey;
import org.quartz.Scheduler;
import org.quartz.SchedulerException;
import org.quartz.SimpleScheduleBuilder;
import org.quartz.TriggerBuilder;
import org.quartz.TriggerKey;
import org.quartz.impl.StdSchedulerFactory;

/// Fires by Quartz. Jobs hold no logic: they hand a name on.
final class QuartzSchedule implements PollSchedule {
    private static final String GROUP = "sources";
    private static final String SOON = "soon";

    private final Scheduler scheduler;

    /// @param due called with a source's name, on a thread of the scheduler; it must not block
    QuartzSchedule(Consumer<String> due) {
        Properties properties = new Properties();
        properties.setProperty("org.quartz.scheduler.instanceName", "fairlead-gitsync");
        properties.setProperty("org.quartz.threadPool.threadCount", "1");
        properties.setProperty("org.quartz.jobStore.class", "org.quartz.simpl.RAMJobStore");
        properties.setProperty("org.quartz.scheduler.skipUpdateCheck", "true");
        properties.setProperty("org.quartz.scheduler.makeSchedulerThreadDaemon", "true");
        properties.setProperty("org.quartz.threadPool.makeThreadsDaemons", "true");
        try {
            scheduler = new StdSchedulerFactory(properties).getScheduler();
            scheduler.setJobFactory((bundle, _) -> {
                String name = bundle.getJobDetail().getKey().getName();
                return _ -> due.accept(name);
            });
            scheduler.start();
        } catch (SchedulerException e) {
            throw new IllegalStateException("the poll schedule cannot start", e);
        }
    }

    @Override
    public void every(String source, Duration interval) {
        JobKey key = JobKey.jobKey(source, GROUP);
        try {
            scheduler.deleteJob(key);
            JobDetail job = JobBuilder.newJob(Job.class)
                    .withIdentity(key)
                    .storeDurably()
                    .build();
            scheduler.scheduleJob(
                    job,
                    TriggerBuilder.newTrigger()
                            .startNow()
                            .withSchedule(SimpleScheduleBuilder.simpleSchedule()
                                    .withIntervalInMilliseconds(interval.toMillis())
                                    .repeatForever()
                                    .withMisfireHandlingInstructionNextWithRemainingCount())
                            .build());
        } catch (SchedulerException e) {
            throw new IllegalStateException("source " + source + " cannot be scheduled", e);
        }
    }

    @Override
    public void at(String source, Instant time) {
        TriggerKey key = TriggerKey.triggerKey(source, SOON);
        try {
            var trigger = TriggerBuilder.newTrigger()
                    .withIdentity(key)
                    .forJob(source, GROUP)
                    .startAt(Date.from(time))
                    .build();
            if (scheduler.rescheduleJob(key, trigger) == null) {
                scheduler.scheduleJob(trigger);
            }
        } catch (SchedulerException e) {
            throw new IllegalStateException("source " + source + " cannot be scheduled", e);
        }
    }

    @Override
    public void close() {
        try {
            scheduler.shutdown(false);
        } catch (SchedulerException e) {
            throw new IllegalStateException("the poll schedule does not stop", e);
        }
    }
}
