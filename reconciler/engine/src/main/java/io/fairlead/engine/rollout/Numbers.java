package io.fairlead.engine.rollout;

/// Every number that a decision rests on, computed before any pod is looked at (kruise: cloneset_sync_utils.go
/// `calculateDiffsWithExpectation`).
///
/// @param surge pods above `replicas` that are wanted now
/// @param create pods to create
/// @param createOld how many of them at the current (old) revision
/// @param scaleIn surplus pods
/// @param scaleInOld how many of them are to be old ones
/// @param deletableAvailable available pods that may be deleted
/// @param deletableReady pods that are ready, long enough or not, that may be deleted
/// @param update pods to bring to the update revision; negative: pods to bring back to the current one
/// @param updateUnavailableMax pods that may be unavailable on their way
public record Numbers(
        int surge,
        int create,
        int createOld,
        int scaleIn,
        int scaleInOld,
        int deletableAvailable,
        int deletableReady,
        int update,
        int updateUnavailableMax) {

    /// @param isRollingOut the current revision is another than the update revision: only then does raising the
    ///     partition bring pods back
    public static Numbers of(Allowance allowance, Census census, boolean isRollingOut) {
        int replicas = allowance.replicas();
        int surplusOld = census.old() - allowance.partition();
        int surplusUpdated = census.updated() - (replicas - allowance.partition());
        if (!isRollingOut) {
            surplusOld = Math.max(surplusOld, 0);
            surplusUpdated = Math.min(surplusUpdated, 0);
        }
        Surge surge = surge(allowance, census, surplusOld, surplusUpdated);
        int wanted = replicas + surge.pods();
        int wantedOld = allowance.partition() + surge.oldPods();
        int missing = Math.max(wanted - census.total(), 0);
        int create = Math.min(missing, Math.max(allowance.scaleMaxUnavailable() - census.unavailable(), 0));
        int createOld = Math.min(create, Math.max(wantedOld - census.old(), 0));
        int scaleIn = Math.max(census.total() - census.specified() - wanted, 0);
        int scaleInOld = Math.min(scaleIn, Math.max(census.old() - census.specifiedOld() - wantedOld, 0));
        return new Numbers(
                surge.pods(),
                create,
                createOld,
                scaleIn,
                scaleInOld,
                Math.max(census.available() - allowance.availableMin(), 0),
                Math.max(census.ready() - allowance.availableMin(), 0),
                allowance.isUpdating() ? update(surplusOld, surplusUpdated - surge.replacements()) : 0,
                Math.max(allowance.maxUnavailable() + census.total() - replicas, 0));
    }

    /// @param replacements pods at the update revision that stand in for pods specified for deletion: one that came
    ///     out broken at another revision has to be updated, or nothing would ever move again (kruise stays stuck)
    private record Surge(int pods, int oldPods, int replacements) {}

    /// Surge pods are wanted either to replace pods that are specified for deletion, or to update; the greater need
    /// decides, for pods serve both.
    private static Surge surge(Allowance allowance, Census census, int surplusOld, int surplusUpdated) {
        int specified = census.specified();
        int scale = Math.min(Math.max(census.unavailable() + specified - allowance.maxUnavailable(), 0), specified);
        int scaleOld = Math.max(scale - census.specifiedUpdated(), 0);
        int move = update(surplusOld, surplusUpdated);
        int updateOld = move < 0 ? -move : 0;
        boolean isForScale = scale >= Math.abs(move);
        int pods = Math.min(isForScale ? scale : Math.abs(move), allowance.maxSurge());
        int oldPods = Math.min(isForScale ? scaleOld : updateOld, pods);
        return new Surge(pods, oldPods, isForScale ? pods - oldPods : 0);
    }

    /// Pods move only from a side that has too many to one that has too few. (kruise also moves pods while both
    /// sides have too few, which undoes an update because a pod is missing.)
    private static int update(int surplusOld, int surplusUpdated) {
        if (surplusOld > 0 && surplusUpdated < 0) {
            return Math.min(surplusOld, -surplusUpdated);
        }
        if (surplusOld < 0 && surplusUpdated > 0) {
            return -Math.min(-surplusOld, surplusUpdated);
        }
        return 0;
    }
}
