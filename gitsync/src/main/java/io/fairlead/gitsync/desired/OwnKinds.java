package io.fairlead.gitsync.desired;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fairlead.api.ObjectKey;
import io.fairlead.api.Parsed;
import io.fairlead.api.apps.CloneSet;
import io.fairlead.api.apps.CloneSetCodec;
import io.fairlead.gitsync.manifest.Defect;
import io.fairlead.gitsync.manifest.Desired;
import io.fairlead.gitsync.manifest.DesiredSet;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;

/// Brings the kinds that we know into one shape and checks them, before anything is compared or applied.
public final class OwnKinds {
    private OwnKinds() {}

    /// The same set with every CloneSet in the v1beta1 shape, all discriminators written. One that breaks a
    /// rule of its
    /// kind becomes a defect that names file, line and field.
    public static DesiredSet normalise(DesiredSet desired) {
        SequencedMap<ObjectKey, Desired> objects = new LinkedHashMap<>();
        List<Defect> defects = new ArrayList<>(desired.defects());
        for (Desired object : desired.objects().values()) {
            ObjectKey key = object.key();
            if (key.group().equals(CloneSet.GROUP) && key.kind().equals(CloneSet.KIND)) {
                ObjectNode shaped = CloneSetCodec.toV1beta1(object.manifest());
                switch (CloneSetCodec.parse(shaped)) {
                    case Parsed.Valid<CloneSet> _ -> objects.put(key, new Desired(key, shaped, object.provenance()));
                    case Parsed.Invalid<CloneSet> invalid ->
                        invalid.defects()
                                .forEach(d -> defects.add(new Defect(
                                        object.provenance().path(),
                                        object.provenance().line(),
                                        1,
                                        key + " " + d)));
                }
            } else {
                objects.put(key, object);
            }
        }
        return new DesiredSet(desired.commit(), objects, defects, desired.isServersWord());
    }
}
