-- A town of a year's course, small enough to work every answer out by hand; tests/test_answers_course.py does.
insert into leader (leader_id, name) values ('L1', '甲');
insert into county (county_id, name) values ('X', '东'), ('Y', '西');
insert into department (department_id, name, kind) values ('D1', '局一', '市直');
insert into chain (chain_id, name, name_en, department_id, valid_from)
    values ('C1', '一链', 'One', 'D1', '2021-01-01'), ('C2', '二链', 'Two', 'D1', '2021-01-01');
insert into project (project_id, name, chain_id, county_id, nature, total_investment, planned_start, actual_start, planned_finish, actual_finish, leader_id, parent_id)
    values ('P1', '加过计划', 'C1', 'X', '新建', 1000, '2021-03-01', '2021-03-01', '2023-03-01', null, 'L1', null),
           ('P2', '提前超额', 'C1', 'Y', '新建', 200, '2022-02-01', '2022-01-15', '2022-10-20', '2022-11-05', null, null),
           ('P3', '缺一个月', 'C2', 'X', '新建', 300, '2022-06-01', null, '2024-06-01', null, null, null),
           ('P4', '零计划', 'C2', 'Y', '新建', 100, '2022-12-01', null, '2024-12-01', null, null, null),
           ('P5', '打包', 'C2', 'Y', '新建', 900, '2022-03-01', '2022-03-01', '2022-12-31', null, null, null),
           ('P6', '子项目', 'C2', 'Y', '新建', 100, '2022-03-01', '2022-03-11', '2022-11-30', null, null, 'P5'),
           ('P7', '早已开工', 'C1', 'X', '续建', 100, '2019-05-01', '2019-05-01', '2023-01-01', null, null, null),
           ('P8', '已竣工', 'C2', 'Y', '新建', 100, '2022-01-10', '2022-01-10', '2022-06-30', '2022-05-01', null, null);
insert into project_level (project_id, level)
    values ('P1', '省重点'), ('P1', '市重点'), ('P2', '市重点'), ('P3', '市重点'), ('P7', '市重点'), ('P8', '市重点');
insert into project_plan (project_id, year, version, annual_plan, q1_target, q2_target, q3_target, q4_target)
    values ('P1', 2021, 1, 100, null, null, null, null), ('P1', 2022, 1, 100, 10, 30, 70, 100),
           ('P1', 2022, 2, 200, 20, 60, 140, 200), ('P2', 2022, 1, 100, null, null, null, null),
           ('P3', 2022, 1, 60, null, null, null, null), ('P4', 2022, 1, 0, null, null, null, null),
           ('P5', 2022, 1, 300, null, null, null, null), ('P6', 2022, 1, 40, null, null, null, null);
insert into project_month (project_id, month, invested_ytd)
    values ('P1', '2021-10', 60), ('P1', '2021-12', 80), ('P1', '2022-08', 90), ('P1', '2022-09', 100),
           ('P1', '2022-10', 150), ('P2', '2022-09', 80), ('P2', '2022-10', 130), ('P3', '2022-08', 10),
           ('P3', '2022-10', 30), ('P4', '2022-10', 5), ('P5', '2022-10', 250), ('P6', '2022-10', 10),
           ('P7', '2022-10', 5);
insert into event (event_id, kind, held_on, leader_id, enterprises)
    values ('E1', '集中开竣工', '2022-11-21', 'L1', 12), ('E2', '沙龙', '2022-06-01', 'L1', 5),
           ('E3', '集中开竣工', '2021-11-20', 'L1', 9);
