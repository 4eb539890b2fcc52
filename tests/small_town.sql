-- A town small enough to work every answer out by hand; tests/test_answers.py does.
insert into department (department_id, name, kind) values ('D1', '局一', '市直'), ('D2', '局二', '市直');
insert into leader (leader_id, name) values ('L1', '甲'), ('L2', '乙'), ('L3', '丙');
insert into county (county_id, name) values ('X', '东'), ('Y', '西');
insert into chain (chain_id, name, name_en, department_id, valid_from)
    values ('C1', '一链', 'One', 'D1', '2021-01-01'), ('C2', '二链', 'Two', 'D2', '2021-01-01');
insert into chain_leader (chain_id, leader_id, role, from_date, to_date)
    values ('C1', 'L1', '链长', '2021-01-01', null), ('C1', 'L2', '链长', '2021-01-01', null),
           ('C1', 'L3', '链长', '2020-01-01', '2020-12-31'), ('C2', 'L1', '链长', '2021-01-01', null);
insert into liaison (liaison_id, chain_id, name) values ('N1', 'C1', '联甲'), ('N2', 'C2', '联乙');
insert into segment (segment_id, chain_id, stage, name, essential, position)
    values ('S1', 'C1', '上游', '一上', true, 1), ('S2', 'C1', '中游', '一中', true, 1),
           ('S3', 'C2', '上游', '二上', false, 1);
insert into enterprise (uscc, name, county_id, industry_code, size_class, is_leading, status)
    values ('91430500MA00000220', '甲厂', 'X', 'C35', '规上', true, '正常'), ('91430500MA00000510', '乙厂', 'X', 'C35', '规上', false, '正常'),
           ('91350100M000100Y43', '旧厂', 'Y', 'C35', '规上', false, '注销');
insert into enterprise_segment (uscc, segment_id)
    values ('91430500MA00000220', 'S1'), ('91430500MA00000220', 'S3'), ('91430500MA00000510', 'S1'), ('91350100M000100Y43', 'S1');
insert into enterprise_month (uscc, month, output_ytd)
    values ('91430500MA00000220', '2021-10', 100), ('91430500MA00000220', '2022-10', 110), ('91430500MA00000510', '2021-10', 50), ('91430500MA00000510', '2022-10', 40);
insert into project (project_id, name, chain_id, county_id, nature, total_investment, planned_start)
    values ('P1', '加过计划', 'C1', 'X', '新建', 1, '2022-01-01'), ('P2', '超额', 'C1', 'Y', '新建', 1, '2022-01-01'),
           ('P3', '未报', 'C2', 'X', '新建', 1, '2022-01-01'), ('P4', '无计划', 'C2', 'X', '新建', 1, '2022-01-01'),
           ('P5', '不在名单', 'C2', 'X', '新建', 1, '2022-01-01'), ('P6', '零计划', 'C1', 'X', '新建', 1, '2022-01-01');
insert into project_level (project_id, level)
    values ('P1', '省重点'), ('P1', '市重点'), ('P2', '市重点'), ('P3', '市重点'), ('P4', '市重点'), ('P6', '市重点');
insert into project_plan (project_id, year, version, annual_plan)
    values ('P1', 2022, 1, 100), ('P1', 2022, 2, 200), ('P2', 2022, 1, 100), ('P3', 2022, 1, 50), ('P6', 2022, 1, 0);
insert into project_month (project_id, month, invested_ytd)
    values ('P1', '2022-09', 90), ('P1', '2022-10', 150), ('P2', '2022-10', 130), ('P3', '2022-09', 10),
           ('P4', '2022-10', 5), ('P6', '2022-10', 7);
insert into issue (issue_id, uscc, raised_on, source, category, title, county_id, task_force, due_on, closed_on)
    values ('I1', '91430500MA00000220', '2022-10-01', '干部走访', '融资', '贷款', 'X', '工业', '2022-10-10', null),
           ('I2', '91430500MA00000220', '2022-10-02', '干部走访', '融资', '贷款', 'X', '工业', '2022-10-30', '2022-10-20'),
           ('I3', '91430500MA00000510', '2022-10-25', '干部走访', '用工', '招工', 'X', '工业', '2022-11-30', null);
insert into visit (visit_id, cadre_id, uscc, visited_on) values ('V1', 'K1', '91430500MA00000220', '2022-10-05');
