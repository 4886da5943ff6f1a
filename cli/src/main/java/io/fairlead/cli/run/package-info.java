/// `fairlead run`: both services in this process, on one's own repository and an embedded or a real cluster.
///
/// [RunCommand] is the entry point, [Services] what runs, [Follower] what is told of it. Who may promote is read from a
/// file on this machine at the start, never from a commit. With a folder for it, an embedded cluster goes on
/// where it was, also after `kill -9`. Each wait has a bound; Ctrl-C ends all and gives the leases back.
@NullMarked
package io.fairlead.cli.run;

import org.jspecify.annotations.NullMarked;
