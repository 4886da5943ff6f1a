package io.fairlead.gitsync.manifest;

import io.fairlead.api.ObjectKey;
import io.fairlead.api.PlainText;
import io.fairlead.gitsync.git.CommitId;
import io.fairlead.gitsync.git.FolderListing;
import io.fairlead.gitsync.git.Mirror;
import io.fairlead.gitsync.git.TreeFile;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;

/// Reads what a commit wants in a scope. Any thread may read; the parsed files are shared.
public final class ManifestReader {
    private static final List<String> ENDINGS = List.of(".yaml", ".yml", ".json");

    private final Mirror mirror;
    private final KindScopes kinds;
    private final ManifestFiles files;

    public ManifestReader(Mirror mirror, KindScopes kinds) {
        this.mirror = mirror;
        this.kinds = kinds;
        this.files = new ManifestFiles(mirror);
    }

    /// Reads every `*.yaml`, `*.yml` and `*.json` below the scope's folder at a commit. A folder that is not there
    /// is a defect, not an empty set: a wrong path must not prune everything (T-066).
    public DesiredSet read(CommitId commit, ManifestScope scope) {
        var reading = new Reading(commit, new ManifestRules(scope, kinds));
        switch (mirror.files(commit, scope.folder())) {
            case FolderListing.NoFolder ignored -> reading.defect(scope.folder(), "the commit has no such folder");
            case FolderListing.Unreadable unreadable -> reading.defect(scope.folder(), unreadable.why());
            case FolderListing.Files listing -> readAll(listing.files(), scope, reading);
        }
        return reading.result();
    }

    private void readAll(List<TreeFile> entries, ManifestScope scope, Reading reading) {
        List<TreeFile> manifests = entries.stream()
                .filter(entry -> entry.mode() == TreeFile.Mode.FILE && isManifest(entry.path()))
                .toList();
        if (manifests.size() > ManifestLimits.FILES_MAX) {
            reading.defect(scope.folder(), "more than " + ManifestLimits.FILES_MAX + " manifest files");
            return;
        }
        for (TreeFile entry : entries) {
            if (reading.isTooMuch()) {
                reading.defect(
                        scope.folder(),
                        "more than its files up to " + reading.lastPath() + " is too much for one scope: split it");
                return;
            }
            switch (entry.mode()) {
                case SYMLINK -> reading.defect(entry.path(), "symbolic links are not taken");
                case SUBMODULE -> reading.defect(entry.path(), "submodules are not taken");
                case FILE -> {
                    if (isManifest(entry.path())) {
                        read(entry, reading);
                    }
                }
            }
        }
    }

    private void read(TreeFile entry, Reading reading) {
        if (entry.path().length() > ManifestLimits.PATH_CHARS_MAX) {
            reading.defect(entry.path(), "a path of more than " + ManifestLimits.PATH_CHARS_MAX + " characters");
        } else if (!PlainText.isPlain(entry.path())) {
            reading.defect(entry.path(), "a path with characters that cannot be shown: rename the file");
        } else {
            reading.add(entry.path(), files.read(entry));
        }
    }

    private static boolean isManifest(String path) {
        return ENDINGS.stream().anyMatch(path::endsWith);
    }

    /// What was gathered so far in one read.
    private static final class Reading {
        private final CommitId commit;
        private final ManifestRules rules;
        private final SequencedMap<ObjectKey, Desired> objects = new LinkedHashMap<>();
        private final List<ObjectKey> ambiguous = new ArrayList<>();
        private final List<Defect> defects = new ArrayList<>();
        private int unlisted;
        private boolean isServersWord;
        private long weight;
        private String lastPath = "";

        Reading(CommitId commit, ManifestRules rules) {
            this.commit = commit;
            this.rules = rules;
        }

        void add(String path, ParsedFile file) {
            lastPath = path;
            switch (file) {
                case ParsedFile.Broken broken ->
                    defect(new Defect(path, broken.line(), broken.column(), broken.message()));
                case ParsedFile.Documents documents -> {
                    weight += documents.weight();
                    documents.documents().forEach(document -> add(path, document));
                }
            }
        }

        boolean isTooMuch() {
            return weight > ManifestLimits.SCOPE_WEIGHT_MAX;
        }

        String lastPath() {
            return lastPath;
        }

        void defect(String path, String message) {
            defect(new Defect(path, 0, 0, message));
        }

        DesiredSet result() {
            if (unlisted > 0) {
                defects.add(new Defect("", 0, 0, "and " + unlisted + " more"));
            }
            objects.keySet().removeAll(ambiguous);
            return new DesiredSet(commit, objects, defects, isServersWord);
        }

        private void add(String path, Document document) {
            switch (rules.judge(document.value())) {
                case ManifestRules.Judgement.Refused refused -> {
                    isServersWord |= refused.isServersWord();
                    defect(at(path, document, refused.why()));
                }
                case ManifestRules.Judgement.Taken taken -> add(path, document, taken);
            }
        }

        /// Of two documents for one object neither can be told to be the right one, so both are dropped.
        private void add(String path, Document document, ManifestRules.Judgement.Taken taken) {
            if (objects.size() == ManifestLimits.OBJECTS_MAX) {
                defect(at(path, document, "more than " + ManifestLimits.OBJECTS_MAX + " objects"));
                return;
            }
            var provenance = new Provenance(commit, path, document.line());
            Desired first = objects.putIfAbsent(taken.key(), new Desired(taken.key(), taken.manifest(), provenance));
            if (first != null) {
                ambiguous.add(taken.key());
                defect(at(
                        path,
                        document,
                        taken.key() + " is also in " + first.provenance().path() + ":"
                                + first.provenance().line()));
            }
        }

        private void defect(Defect defect) {
            if (defects.size() < ManifestLimits.DEFECTS_MAX) {
                defects.add(defect);
            } else {
                unlisted++;
            }
        }

        private static Defect at(String path, Document document, String message) {
            return new Defect(path, document.line(), document.column(), message);
        }
    }
}
