package io.fairlead.engine.kinds.cloneset;

import io.fairlead.engine.PodView;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// Names for new pods. Planning knows no random numbers, so an instance id is a hash of what is known: the owner,
/// every pod, how many names were made, and the time in coarse steps. Planning again from the same view makes the
/// same names, so a pod that was created already is not created twice.
final class PodNames {
    private static final String ALPHABET = "bcdfghjklmnpqrstvwxz2456789";
    private static final int ID_LENGTH = 5;
    // After this long a name that the server keeps refusing is given up.
    private static final long STEP_SECONDS = 30;
    private static final long OFFSET_BASIS = 0xcbf29ce484222325L;
    private static final long PRIME = 0x100000001b3L;

    private final String prefix;
    private final long seed;
    private final Set<String> taken;
    private long made;

    /// @param reserved names that must not be used although no pod has them
    PodNames(String owner, String ownerUid, List<PodView> pods, List<String> reserved, Instant now) {
        this.prefix = owner + "-";
        this.taken = new HashSet<>(reserved);
        long hash = mix(OFFSET_BASIS, ownerUid);
        for (String uid : pods.stream().map(PodView::uid).sorted().toList()) {
            hash = mix(hash, uid);
        }
        pods.forEach(each -> taken.add(each.name()));
        this.seed = mix(hash, Long.toString(now.getEpochSecond() / STEP_SECONDS));
    }

    /// The next free instance id.
    String next() {
        while (true) {
            String id = id(mix(seed, Long.toString(made)));
            made++;
            if (taken.add(prefix + id)) {
                return id;
            }
        }
    }

    private static String id(long hash) {
        // The low bits of this hash are weak; fold the high ones in.
        long rest = (hash ^ (hash >>> 32)) & Long.MAX_VALUE;
        StringBuilder id = new StringBuilder();
        for (int i = 0; i < ID_LENGTH; i++) {
            id.append(ALPHABET.charAt((int) (rest % ALPHABET.length())));
            rest /= ALPHABET.length();
        }
        return id.toString();
    }

    private static long mix(long start, String text) {
        long hash = start;
        for (int i = 0; i < text.length(); i++) {
            hash ^= text.charAt(i);
            hash *= PRIME;
        }
        return hash;
    }
}
