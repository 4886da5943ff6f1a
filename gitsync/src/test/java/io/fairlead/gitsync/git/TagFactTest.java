package io.fairlead.gitsync.git;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.SequencedMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class TagFactTest {
    private static final String NAME = "fl/promote/prod/payments/1";
    private static final TagRef REF = new TagRef(NAME, "1".repeat(40));
    private static final String SIGNATURE = "-----BEGIN SSH SIGNATURE-----\nU1NIU0lH\n-----END SSH SIGNATURE-----\n";

    @TempDir
    private Path root;

    private GitFixture git;

    @BeforeEach
    void aRemote() {
        git = new GitFixture(root);
        git.write("apps/a.yaml", "a: 1").commit("first");
    }

    @Test
    @DisplayName("an annotated tag of git says what was tagged, by whom and when")
    void annotated() {
        TagRef ref = git.tag(NAME, "-m", "Partition: 80%");
        TagFact fact = read(ref);
        assertThat(fact).isInstanceOfSatisfying(TagFact.Annotated.class, tag -> {
            assertThat(tag.commit()).contains(git.head());
            assertThat(tag.isNamedAsSigned()).isTrue();
            assertThat(tag.tagger().name()).isEqualTo("Anna");
            assertThat(tag.tagger().email()).isEqualTo("anna@example.org");
            assertThat(tag.tagger().at().getEpochSecond())
                    .isEqualTo(Long.parseLong(git.git("for-each-ref", "--format=%(taggerdate:unix)", "refs/tags/fl")));
            assertThat(tag.message()).isEqualTo("let it go\n\nPartition: 80%\n");
            assertThat(tag.signature()).isEmpty();
        });
    }

    @Test
    @DisplayName("GO-004 T-010 a lightweight tag is known as one")
    void lightweight() {
        git.git("tag", NAME);
        assertThat(read(git.push(NAME)))
                .isEqualTo(new TagFact.Lightweight(new TagRef(NAME, git.head().hex()), "commit"));
    }

    @Test
    @DisplayName("GO-005 T-013 a genuine tag object under another name is seen through")
    void underAnotherName() {
        git.tag("fl/promote/staging/payments/1");
        git.git("update-ref", "refs/tags/" + NAME, "refs/tags/fl/promote/staging/payments/1");
        assertThat(read(git.push(NAME)))
                .isInstanceOfSatisfying(
                        TagFact.Annotated.class,
                        tag -> assertThat(tag.isNamedAsSigned()).isFalse());
    }

    @Test
    @DisplayName("T-014 T-015 a tag of a tag or of a tree names no commit")
    void otherTargets() {
        git.tag("fl/promote/prod/payments/inner");
        git.git("tag", "-m", "nested", NAME, "fl/promote/prod/payments/inner");
        assertThat(read(git.push(NAME))).isInstanceOfSatisfying(TagFact.Annotated.class, tag -> {
            assertThat(tag.targetType()).isEqualTo("tag");
            assertThat(tag.commit()).isEmpty();
        });
        git.git("tag", "-f", "-m", "tree", NAME, "HEAD^{tree}");
        assertThat(read(git.push(NAME)))
                .isInstanceOfSatisfying(
                        TagFact.Annotated.class, tag -> assertThat(tag.commit()).isEmpty());
    }

    @Test
    @DisplayName("T-016 every shape that two readers could read differently is malformed")
    void malformed() {
        SequencedMap<String, String> shapes = new LinkedHashMap<>();
        String target = "object " + "a".repeat(40) + "\n";
        String other = "object " + "b".repeat(40) + "\n";
        String type = "type commit\n";
        String name = "tag " + NAME + "\n";
        String tagger = "tagger Anna <a@example.org> 1795474624 +0000\n";
        shapes.put("two objects", target + other + type + name + tagger + "\nm\n");
        shapes.put("object after type", type + target + name + tagger + "\nm\n");
        shapes.put("two names", target + type + name + "tag other\n" + tagger + "\nm\n");
        shapes.put("two taggers", target + type + name + tagger + tagger + "\nm\n");
        shapes.put("no tagger", target + type + name + "\nm\n");
        shapes.put("unknown header", target + type + name + tagger + "encoding latin1\n\nm\n");
        shapes.put("signature as a header", target + type + name + tagger + "gpgsig x\n y\n\nm\n");
        shapes.put("folded header", target + type + name + " folded\n" + tagger + "\nm\n");
        shapes.put("short id", "object abc\n" + type + name + tagger + "\nm\n");
        shapes.put("capital id", "object " + "A".repeat(40) + "\n" + type + name + tagger + "\nm\n");
        shapes.put("carriage return", target + type + name + "tagger A <a> 1 +0000\r\n\nm\n");
        shapes.put("odd type", target + "type commit \n" + name + tagger + "\nm\n");
        shapes.put("NUL", target + type + name + tagger + "\nm\0n\n");
        shapes.put("no message", target + type + name + tagger);
        shapes.put("two signatures", target + type + name + tagger + "\nm\n" + SIGNATURE + SIGNATURE);
        shapes.put("text after the signature", target + type + name + tagger + "\nm\n" + SIGNATURE + "more\n");
        shapes.put("signature without end", target + type + name + tagger + "\nm\n-----BEGIN SSH SIGNATURE-----\nU1\n");
        shapes.put("time out of bounds", target + type + name + "tagger A <a> 123456789012 +0000\n\nm\n");
        shapes.forEach((shape, raw) -> assertThat(TagParser.parse(REF, raw.getBytes(StandardCharsets.UTF_8)))
                .as(shape)
                .isInstanceOf(TagFact.Malformed.class));
        byte[] badUtf8 = (target + type + name + tagger + "\n\u00e9\n").getBytes(StandardCharsets.ISO_8859_1);
        assertThat(TagParser.parse(REF, badUtf8)).isInstanceOf(TagFact.Malformed.class);
        String plain = target + type + name + tagger + "\nm\n";
        assertThat(TagParser.parse(REF, plain.getBytes(StandardCharsets.UTF_8))).isInstanceOf(TagFact.Annotated.class);
        String huge = plain + "m".repeat(GitLimits.TAG_BYTES_MAX);
        assertThat(TagParser.parse(REF, huge.getBytes(StandardCharsets.UTF_8))).isInstanceOf(TagFact.Malformed.class);
    }

    @Test
    @DisplayName("T-016 a tag with a doubled header never gets through a fetch as a fact")
    void malformedOverTheWire() {
        String raw = "object " + git.head() + "\nobject " + git.head() + "\ntype commit\ntag " + NAME
                + "\ntagger Anna <a@example.org> 1795474624 +0000\n\nm\n";
        git.git("config", "--local", "transfer.fsckObjects", "false");
        TagRef ref = git.rawTag(NAME, raw.getBytes(StandardCharsets.UTF_8));
        try (var server = new HttpGitServer(root);
                Mirror mirror = Mirror.open(root.resolve("mirror"), server.remote())) {
            // git itself or our check on receipt may stop it earlier; what must never be is a tag that is read
            PollOutcome outcome = mirror.poll();
            assertThat(mirror.tag(ref)).isInstanceOf(TagFact.Malformed.class);
            if (outcome instanceof PollOutcome.Refused refused) {
                assertThat(refused.refusal()).isEqualTo(Refusal.MALFORMED);
            }
        }
    }

    @Test
    @DisplayName("GO-015 the digest of a folder changes with the folder only")
    void scopeDigest() {
        CommitId first = git.write("pay/b.yaml", "b: 1").commit("payments");
        CommitId elsewhere = git.write("apps/a.yaml", "a: 2").commit("elsewhere");
        CommitId here = git.write("pay/b.yaml", "b: 2").commit("payments again");
        try (Mirror mirror = polled()) {
            assertThat(mirror.scopeDigest(elsewhere, "pay"))
                    .isEqualTo(mirror.scopeDigest(first, "pay"))
                    .isPresent();
            assertThat(mirror.scopeDigest(here, "pay")).isPresent().isNotEqualTo(mirror.scopeDigest(first, "pay"));
            assertThat(mirror.scopeDigest(here, "")).isPresent();
            for (String path :
                    new String[] {"nope", "pay/b.yaml", "..", "pay/../apps", "/pay", "pay/", "pay//", ".git"}) {
                assertThat(mirror.scopeDigest(here, path)).as(path).isEmpty();
            }
            assertThat(mirror.scopeDigest(new CommitId("0".repeat(40)), "pay")).isEmpty();
        }
    }

    @Test
    @DisplayName("a commit is on the branch if it is the head or an ancestor of it")
    void isOnBranch() {
        CommitId first = git.head();
        CommitId second = git.write("apps/a.yaml", "a: 2").commit("second");
        git.git("checkout", "-q", "-b", "side", first.hex());
        git.git("commit", "-q", "--allow-empty", "-m", "side");
        CommitId side = git.head();
        git.tag("fl/promote/prod/payments/side");
        try (Mirror mirror = polled()) {
            assertThat(mirror.isOnBranch(first, second)).isTrue();
            assertThat(mirror.isOnBranch(second, second)).isTrue();
            assertThat(mirror.isOnBranch(second, first)).isFalse();
            assertThat(mirror.isOnBranch(side, second)).isFalse();
            assertThat(mirror.isOnBranch(new CommitId("f".repeat(40)), second)).isFalse();
        }
    }

    private Mirror polled() {
        Mirror mirror = Mirror.open(root.resolve("mirror"), git.remote());
        assertThat(mirror.poll()).isInstanceOfAny(PollOutcome.Fetched.class, PollOutcome.Unchanged.class);
        return mirror;
    }

    private TagFact read(TagRef ref) {
        try (Mirror mirror = polled()) {
            return mirror.tag(ref);
        }
    }
}
