// The recurrence again: by hand every state is kept, which is what checkpoints are set against.
#include "recurrence.c"
