// What an import has to do, from the plan, what earlier imports wrote, and what is in Taskwerk now. Pure; the store carries it out.
