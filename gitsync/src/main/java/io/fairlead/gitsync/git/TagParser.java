package io.fairlead.gitsync.git;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Reads a tag object from its raw bytes, and refuses every shape that two readers could take for two things:
/// headers missing, repeated, unknown or out of order, NUL bytes, bad UTF-8, a second signature, text after the
/// signature. JGit's own checks accept several of these (`git fsck` too), and a signature over bytes that are read
/// differently proves nothing (T-016).
final class TagParser {
    private static final Pattern OBJECT = Pattern.compile("object ([0-9a-f]{40})");
    private static final Pattern TYPE = Pattern.compile("type (commit|tree|blob|tag)");
    private static final Pattern NAME = Pattern.compile("tag ([^\\p{Cntrl} ]{1,512})");
    private static final Pattern TAGGER =
            Pattern.compile("tagger ([^<>\\p{Cntrl}]{0,256}?) ?<([^<>\\p{Cntrl}]{0,256})> ([0-9]{1,11}) [+-][0-9]{4}");
    private static final int HEADERS = 4;

    private static final List<String> SIGNATURE_BEGINS = List.of(
            "-----BEGIN SSH SIGNATURE-----",
            "-----BEGIN PGP SIGNATURE-----",
            "-----BEGIN PGP MESSAGE-----",
            "-----BEGIN SIGNED MESSAGE-----");

    private TagParser() {}

    static TagFact parse(TagRef ref, byte[] raw) {
        try {
            return parseStrictly(ref, raw);
        } catch (Refused refused) {
            return new TagFact.Malformed(ref, refused.why);
        }
    }

    private static TagFact parseStrictly(TagRef ref, byte[] raw) throws Refused {
        String text = decode(raw);
        String[] parts = text.split("\n\n", 2);
        if (parts.length != 2) {
            throw new Refused("no message");
        }
        String[] headers = parts[0].split("\n", -1);
        if (headers.length != HEADERS) {
            throw new Refused("the headers are not object, type, tag and tagger, once each");
        }
        String objectId = header(OBJECT, headers[0], "object").group(1);
        String type = header(TYPE, headers[1], "type").group(1);
        String name = header(NAME, headers[2], "tag").group(1);
        Matcher tagger = header(TAGGER, headers[3], "tagger");
        var who = new TagFact.Tagger(
                tagger.group(1), tagger.group(2), Instant.ofEpochSecond(Long.parseLong(tagger.group(3))));
        String body = parts[1];
        int begin = signatureBegin(body);
        if (begin < 0) {
            return new TagFact.Annotated(ref, type, objectId, name, who, body, Optional.empty(), view(raw, raw.length));
        }
        String signature = body.substring(begin);
        checkEnd(signature);
        int signed = raw.length - signature.getBytes(StandardCharsets.UTF_8).length;
        return new TagFact.Annotated(
                ref, type, objectId, name, who, body.substring(0, begin), Optional.of(signature), view(raw, signed));
    }

    private static String decode(byte[] raw) throws Refused {
        if (raw.length > GitLimits.TAG_BYTES_MAX) {
            throw new Refused("larger than " + GitLimits.TAG_BYTES_MAX + " bytes");
        }
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .onUnmappableCharacter(CodingErrorAction.REPORT)
                    .decode(ByteBuffer.wrap(raw))
                    .toString();
            if (text.indexOf('\0') >= 0) {
                throw new Refused("a NUL byte");
            }
            return text;
        } catch (CharacterCodingException malformed) {
            throw new Refused("not UTF-8");
        }
    }

    private static Matcher header(Pattern shape, String line, String name) throws Refused {
        Matcher matcher = shape.matcher(line);
        if (!matcher.matches()) {
            throw new Refused("the header " + name + " is missing or malformed");
        }
        return matcher;
    }

    /// Where the one signature begins, at the begin of a line; -1 without one. Git takes the last of several,
    /// others the first: several are refused.
    private static int signatureBegin(String body) throws Refused {
        int found = -1;
        for (int line = 0; line < body.length(); line = nextLine(body, line)) {
            int at = line;
            if (SIGNATURE_BEGINS.stream().anyMatch(begin -> body.startsWith(begin, at))) {
                if (found >= 0) {
                    throw new Refused("more than one signature");
                }
                found = line;
            }
        }
        return found;
    }

    private static int nextLine(String body, int from) {
        int end = body.indexOf('\n', from);
        return end < 0 ? body.length() : end + 1;
    }

    /// The signature ends with its own last line, and the object with the signature.
    private static void checkEnd(String signature) throws Refused {
        List<String> lines = Arrays.asList(signature.split("\n", -1));
        String end = lines.getFirst().replace("BEGIN", "END");
        boolean closed = lines.size() > 2
                && lines.getLast().isEmpty()
                && lines.get(lines.size() - 2).equals(end)
                && lines.indexOf(end) == lines.size() - 2;
        if (!closed) {
            throw new Refused("the signature does not end the tag");
        }
    }

    private static ByteBuffer view(byte[] raw, int length) {
        return ByteBuffer.wrap(Arrays.copyOf(raw, length)).asReadOnlyBuffer();
    }

    /// Leaves the parser only as [TagFact.Malformed].
    private static final class Refused extends Exception {
        private static final long serialVersionUID = 1;
        private final String why;

        Refused(String why) {
            super(why, null, false, false);
            this.why = why;
        }
    }
}
