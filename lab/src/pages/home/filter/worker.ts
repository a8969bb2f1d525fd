import { serve } from "../../../engine/serve.ts";
import { jobs } from "./jobs.ts";

serve(jobs);
