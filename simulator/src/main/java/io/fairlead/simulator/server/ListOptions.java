package io.fairlead.simulator.server;

import com.fasterxml.jackson.databind.node.MissingNode;
import io.fairlead.simulator.wire.ApiCall;
import io.fairlead.simulator.wire.FieldError;
import io.fairlead.simulator.wire.Refusals;
import io.fairlead.simulator.wire.StatusException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The query parameters of a list.
///
/// @param limit 0 for all
/// @param version of the parameter `resourceVersion`; 0 where it is empty or "0"
/// @param match `Exact`, `NotOlderThan` or empty
/// @param tokenVersion of the `continue` token; 0 without one, -1 for the newest state
/// @param startKey from which the token goes on
record ListOptions(long limit, long version, String match, boolean isContinued, long tokenVersion, String startKey) {
    private static final Pattern TOKEN =
            Pattern.compile("\\{\"v\":\"meta.k8s.io/v1\",\"rv\":(-?\\d+),\"start\":\"(.*)\"}");
    private static final long NEWEST = -1;

    /// @throws StatusException 400 or 422
    static ListOptions of(ApiCall call) {
        long limit = number(call.query("limit"));
        String versionText = call.query("resourceVersion");
        String match = call.query("resourceVersionMatch");
        String token = call.query("continue");
        check(versionText, match, token, call.query("sendInitialEvents"));
        long version = version(versionText);
        if (token.isEmpty()) {
            return new ListOptions(limit, version, match, false, 0, "");
        }
        if (!versionText.isEmpty() && !versionText.equals("0")) {
            throw StatusException.badRequest("specifying resource version is not allowed when using continue");
        }
        String json = decoded(token);
        Matcher parts = TOKEN.matcher(json);
        if (!parts.matches()) {
            throw badToken(
                    json.isEmpty()
                            ? "unexpected end of JSON input"
                            : "invalid character '" + goCharacter(json.charAt(0)) + "' looking for beginning of value");
        }
        return new ListOptions(limit, 0, match, true, Long.parseLong(parts.group(1)), parts.group(2));
    }

    private static String goCharacter(char c) {
        return c >= ' ' && c < 0x7f ? Character.toString(c) : String.format("\\u%04x", (int) c);
    }

    private static StatusException badToken(String why) {
        return StatusException.badRequest("invalid continue token: continue key is not valid: " + why);
    }

    /// Byte by byte, as Go looks at it.
    private static String decoded(String token) {
        try {
            return new String(Base64.getUrlDecoder().decode(token), StandardCharsets.ISO_8859_1);
        } catch (IllegalArgumentException e) {
            throw badToken("illegal base64 data at input byte 0");
        }
    }

    private static long number(String text) {
        if (text.isEmpty()) {
            return 0;
        }
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException e) {
            throw StatusException.badRequest("strconv.ParseInt: parsing \"" + text + "\": invalid syntax");
        }
    }

    /// @throws StatusException 400 for what is no version
    static long version(String text) {
        if (text.isEmpty()) {
            return 0;
        }
        try {
            return Long.parseUnsignedLong(text);
        } catch (NumberFormatException e) {
            throw StatusException.badRequest("invalid resource version: " + badVersion(text));
        }
    }

    /// @throws StatusException 500, as reads of one object and watches answer
    static long plainVersion(String text) {
        if (text.isEmpty()) {
            return 0;
        }
        try {
            return Long.parseUnsignedLong(text);
        } catch (NumberFormatException e) {
            throw StatusException.of(500, "", badVersion(text), MissingNode.getInstance());
        }
    }

    private static String badVersion(String text) {
        return "resourceVersion: Invalid value: \"" + text + "\": strconv.ParseUint: parsing \"" + text
                + "\": invalid syntax";
    }

    private static void check(String version, String match, String token, String initialEvents) {
        List<FieldError> errors = new ArrayList<>();
        if (!initialEvents.isEmpty()) {
            errors.add(new FieldError(
                    FieldError.Type.FORBIDDEN, "sendInitialEvents", null, "sendInitialEvents is forbidden for list"));
        }
        if (!match.isEmpty()) {
            if (version.isEmpty()) {
                errors.add(new FieldError(
                        FieldError.Type.FORBIDDEN,
                        "resourceVersionMatch",
                        null,
                        "resourceVersionMatch is forbidden unless resourceVersion is provided"));
            }
            if (!token.isEmpty()) {
                errors.add(new FieldError(
                        FieldError.Type.FORBIDDEN,
                        "resourceVersionMatch",
                        null,
                        "resourceVersionMatch is forbidden when continue is provided"));
            }
            if (!match.equals("Exact") && !match.equals("NotOlderThan")) {
                errors.add(new FieldError(
                        FieldError.Type.NOT_SUPPORTED,
                        "resourceVersionMatch",
                        "\"" + match + "\"",
                        "supported values: \"Exact\", \"NotOlderThan\", \"\""));
            }
            if (match.equals("Exact") && version.equals("0")) {
                errors.add(new FieldError(
                        FieldError.Type.FORBIDDEN,
                        "resourceVersionMatch",
                        null,
                        "resourceVersionMatch \"exact\" is forbidden for resourceVersion \"0\""));
            }
        }
        if (!errors.isEmpty()) {
            throw StatusException.invalid("meta.k8s.io", "ListOptions", "", errors);
        }
    }

    /// Which state the list shows.
    ///
    /// @param current the newest version
    long snapshot(long current) {
        if (isContinued) {
            return tokenVersion == NEWEST ? current : tokenVersion;
        }
        boolean isExact = version > 0 && (match.equals("Exact") || (match.isEmpty() && limit > 0));
        if (isExact || version > current) {
            return version;
        }
        return current;
    }

    static String token(long version, String startKey) {
        String json = "{\"v\":\"meta.k8s.io/v1\",\"rv\":" + version + ",\"start\":\"" + startKey + "\"}";
        return Base64.getUrlEncoder().withoutPadding().encodeToString(json.getBytes(StandardCharsets.ISO_8859_1));
    }

    /// 410, with a token that goes on in the newest state where the list was half-way.
    StatusException forgotten() {
        if (!isContinued) {
            return Refusals.expired("The resourceVersion for the provided list is too old.");
        }
        StatusException refusal = Refusals.expired("The provided continue parameter is too old to display a consistent"
                + " list result. You can start a new list without the continue parameter, or use the continue token in"
                + " this response to retrieve the remainder of the results. Continuing with the provided token results"
                + " in an inconsistent list - objects that were created, modified, or deleted between the time the"
                + " first chunk was returned and now may show up in the list.");
        return refusal.withListContinue(token(NEWEST, startKey));
    }
}
