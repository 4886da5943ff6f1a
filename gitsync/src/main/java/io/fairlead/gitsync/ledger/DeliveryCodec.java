package io.fairlead.gitsync.ledger;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fairlead.api.ObjectKey;
import io.fairlead.gitsync.desired.Inventory;
import io.fairlead.gitsync.git.CommitId;
import io.fairlead.gitsync.ledger.DeliveryState.Content;
import io.fairlead.gitsync.ledger.DeliveryState.Notes;
import io.fairlead.gitsync.ledger.DeliveryState.Phase;
import io.fairlead.gitsync.ledger.DeliveryState.Report;
import io.fairlead.policies.ContentDigest;
import io.fairlead.policies.Evidence;
import io.fairlead.policies.Extent;
import io.fairlead.policies.Ledger;
import io.fairlead.policies.ObjectHistory;
import io.fairlead.policies.SeenTag;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/// Between a [DeliveryState] and the `Delivery` object. What cannot be read as a whole is a lost ledger.
final class DeliveryCodec {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private DeliveryCodec() {}

    /// Writes `status`, `ledger`, `inventory` and `notes` into an object that already has metadata and spec. A lost
    /// ledger
    /// is never written: what the object held of it stays.
    static void write(DeliveryState state, ObjectNode delivery) {
        ObjectNode status = JSON.objectNode();
        status.put("phase", state.report().phase().word());
        status.put("message", state.report().message());
        ArrayNode details = status.putArray("details");
        state.report().details().forEach(details::add);
        state.desired().ifPresent(c -> status.set("desired", content(c)));
        state.effective().ifPresent(c -> status.set("effective", content(c)));
        state.previous().ifPresent(c -> status.set("previous", content(c)));
        delivery.set("status", status);
        if (state.memory() instanceof Evidence.Remembered remembered) {
            delivery.set("ledger", ledger(remembered.ledger()));
            ArrayNode inventory = JSON.arrayNode();
            state.inventory().entries().values().forEach(e -> inventory.add(entry(e)));
            delivery.set("inventory", inventory);
        }
        delivery.set(
                "notes",
                JSON.objectNode()
                        .put("sequence", state.notes().sequence())
                        .put("written", state.notes().written()));
    }

    private static ObjectNode content(Content content) {
        return JSON.objectNode().put("commit", content.commit()).put("digest", content.digest());
    }

    private static ObjectNode ledger(Ledger ledger) {
        ObjectNode json = JSON.objectNode();
        json.put("since", ledger.since().toString());
        ArrayNode tags = json.putArray("tags");
        ledger.tags()
                .forEach((ref, seen) -> tags.addObject()
                        .put("ref", ref)
                        .put("object", seen.objectId())
                        .put("scopeDigest", seen.scopeDigest())
                        .put("taggedAt", seen.taggedAt().toString())
                        .put("firstSeen", seen.firstSeen().toString())
                        .put("state", word(seen.state())));
        ArrayNode objects = json.putArray("objects");
        ledger.objects().forEach((key, history) -> {
            ObjectNode object = key(objects.addObject(), key);
            ObjectHistory.Granted granted = history.granted();
            if (granted != null) {
                ObjectNode to = object.putObject("granted");
                digest(to, granted.content());
                to.put("percent", granted.extent().percent());
                if (granted.extent().pods() != Extent.ANY_PODS) {
                    to.put("pods", granted.extent().pods());
                }
            }
            ArrayNode healthy = object.putArray("healthy");
            history.healthy().forEach(digest -> healthy.add(line(digest)));
        });
        ArrayNode revoked = json.putArray("revoked");
        ledger.revoked().forEach(revoked::add);
        return json;
    }

    private static ObjectNode entry(Inventory.Entry entry) {
        return key(JSON.objectNode(), entry.key())
                .put("apiVersion", entry.apiVersion())
                .put("uid", entry.uid())
                .put("applied", entry.applied())
                .put("commit", entry.commit().hex())
                .put("path", entry.path())
                .put("wave", entry.wave())
                .put("percent", entry.percent());
    }

    private static ObjectNode key(ObjectNode to, ObjectKey key) {
        return to.put("group", key.group())
                .put("kind", key.kind())
                .put("namespace", key.namespace())
                .put("name", key.name());
    }

    private static void digest(ObjectNode to, ContentDigest digest) {
        to.put("template", digest.template()).put("settings", digest.settings());
    }

    /// There are ten of these for each object, so they are written short: two digests, or one where there are no
    /// settings.
    private static String line(ContentDigest digest) {
        return digest.settings().isEmpty() ? digest.template() : digest.template() + " " + digest.settings();
    }

    private static ContentDigest readLine(JsonNode line) {
        String text = line.asText("");
        int space = text.indexOf(' ');
        if (text.isEmpty() || space == 0) {
            throw new IllegalArgumentException("a healthy content is empty");
        }
        return space < 0
                ? new ContentDigest(text, "")
                : new ContentDigest(text.substring(0, space), text.substring(space + 1));
    }

    private static String word(SeenTag.State state) {
        return state.name().charAt(0) + state.name().substring(1).toLowerCase(Locale.ROOT);
    }

    /// Reads a stored object; one whose ledger or inventory is missing or damaged comes back with a lost ledger.
    static DeliveryState read(JsonNode delivery) {
        JsonNode status = delivery.path("status");
        Report report = report(status);
        try {
            return new DeliveryState(
                    readContent(status.path("desired")),
                    readContent(status.path("effective")),
                    readContent(status.path("previous")),
                    new Evidence.Remembered(readLedger(required(delivery, "ledger"))),
                    readInventory(required(delivery, "inventory")),
                    notes(delivery),
                    report);
        } catch (IllegalArgumentException | DateTimeException e) {
            return DeliveryState.first(new Evidence.Lost("the Delivery cannot be read: " + e.getMessage()))
                    .withNotes(notes(delivery))
                    .withReport(report);
        }
    }

    private static Notes notes(JsonNode delivery) {
        return new Notes(
                delivery.path("notes").path("sequence").asLong(),
                delivery.path("notes").path("written").asText(""));
    }

    /// What can still be read of the revoked templates in a damaged ledger.
    static SortedSet<String> revoked(JsonNode delivery) {
        SortedSet<String> revoked = new TreeSet<>();
        for (JsonNode template : delivery.path("ledger").path("revoked")) {
            if (template.isTextual()) {
                revoked.add(template.asText());
            }
        }
        return revoked;
    }

    private static Report report(JsonNode status) {
        Phase phase = Phase.PENDING;
        for (Phase candidate : Phase.values()) {
            if (candidate.word().equals(status.path("phase").asText())) {
                phase = candidate;
            }
        }
        List<String> details = new ArrayList<>();
        status.path("details").forEach(d -> details.add(d.asText()));
        return new Report(phase, status.path("message").asText(""), details);
    }

    private static Optional<Content> readContent(JsonNode json) {
        return json.isObject()
                ? Optional.of(new Content(text(json, "commit"), text(json, "digest")))
                : Optional.empty();
    }

    private static Ledger readLedger(JsonNode json) {
        var tags = new TreeMap<String, SeenTag>();
        for (JsonNode tag : required(json, "tags")) {
            tags.put(
                    text(tag, "ref"),
                    new SeenTag(
                            text(tag, "object"),
                            text(tag, "scopeDigest"),
                            Instant.parse(text(tag, "taggedAt")),
                            Instant.parse(text(tag, "firstSeen")),
                            SeenTag.State.valueOf(text(tag, "state").toUpperCase(Locale.ROOT))));
        }
        var objects = new TreeMap<ObjectKey, ObjectHistory>();
        for (JsonNode object : required(json, "objects")) {
            objects.put(readKey(object), readHistory(object));
        }
        var revoked = new TreeSet<String>();
        required(json, "revoked").forEach(r -> revoked.add(r.asText()));
        return new Ledger(Instant.parse(text(json, "since")), tags, objects, revoked);
    }

    private static ObjectHistory readHistory(JsonNode object) {
        JsonNode granted = object.path("granted");
        List<ContentDigest> healthy = new ArrayList<>();
        required(object, "healthy").forEach(d -> healthy.add(readLine(d)));
        if (!granted.isObject()) {
            return new ObjectHistory(null, healthy);
        }
        Extent extent = new Extent(
                required(granted, "percent").asInt(), granted.path("pods").asInt(Extent.ANY_PODS));
        return new ObjectHistory(new ObjectHistory.Granted(readDigest(granted), extent), healthy);
    }

    private static ContentDigest readDigest(JsonNode json) {
        return new ContentDigest(
                text(json, "template"), required(json, "settings").asText());
    }

    private static Inventory readInventory(JsonNode json) {
        var entries = new TreeMap<ObjectKey, Inventory.Entry>();
        for (JsonNode entry : json) {
            ObjectKey key = readKey(entry);
            entries.put(
                    key,
                    new Inventory.Entry(
                            key,
                            text(entry, "apiVersion"),
                            required(entry, "uid").asText(),
                            required(entry, "applied").asText(),
                            new CommitId(text(entry, "commit")),
                            text(entry, "path"),
                            entry.path("wave").asInt(),
                            required(entry, "percent").asInt()));
        }
        return new Inventory(entries);
    }

    private static ObjectKey readKey(JsonNode json) {
        return new ObjectKey(
                required(json, "group").asText(),
                text(json, "kind"),
                required(json, "namespace").asText(),
                text(json, "name"));
    }

    private static JsonNode required(JsonNode json, String field) {
        JsonNode value = json.path(field);
        if (value.isMissingNode() || value.isNull()) {
            throw new IllegalArgumentException("'" + field + "' is missing");
        }
        return value;
    }

    private static String text(JsonNode json, String field) {
        String text = required(json, field).asText();
        if (text.isEmpty()) {
            throw new IllegalArgumentException("'" + field + "' is empty");
        }
        return text;
    }
}
