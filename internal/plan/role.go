package plan

import "slices"

// Role is the job of a line.
type Role string

// The roles of lines.
const (
	RoleNotice  Role = "notice"  // for safety, to everybody
	RoleName    Role = "name"    // of the session or an exercise, and which of how many it is
	RolePlace   Role = "place"   // where to be, and how to get there
	RolePrepare Role = "prepare" // what to fetch and how to be ready
	RoleMove    Role = "move"    // what to do
	RoleSide    Role = "side"    // on which side
	RoleFeel    Role = "feel"    // where it is felt
	RoleWhy     Role = "why"     // what it is for
	RoleEasier  Role = "easier"  // how it is easier
	RoleCare    Role = "care"    // whom it does not suit, and what to avoid
	RoleDose    Role = "dose"    // how often, and how long
	RoleCount   Role = "count"   // which repetition or set it is
	RoleCheer   Role = "cheer"   // an encouraging word
	RoleBreathe Role = "breathe" // how to breathe
	RoleRest    Role = "rest"    // a pause
	RoleTip     Role = "tip"     // a remark that one can do without
	RoleNext    Role = "next"    // what comes afterwards
	RoleClose   Role = "close"   // the end
	RoleStatus  Role = "status"  // an answer to a question
	RoleSay     Role = "say"     // a routine's own words
)

// spareRoles are those of lines that are left out where there is no room for all,
// the first of them first. Other lines are always said.
var spareRoles = []Role{RoleTip, RoleWhy, RoleCheer, RoleEasier, RoleBreathe, RoleFeel, RoleNext, RoleName, RoleDose, RoleCount, RoleRest}

// rank orders lines by when they have to go, from 0; those of a rank of always are
// never left out.
func (w words) rank() int {
	if w.known {
		return slices.Index(spareRoles, RoleFeel)
	}
	if i := slices.Index(spareRoles, w.role); i >= 0 {
		return i
	}
	return always
}

// always is the rank of what is never left out.
var always = len(spareRoles)
